// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** The body of a response, written in chunks while the function makes its answer. Blocks while its client is slow. */
final class StreamedBody implements StreamingCaller {

    /** Names the preference in a request and in the answer that honours it. */
    static final String PREFERENCE = "stream";

    private final HttpServletResponse response;
    private boolean begun;

    StreamedBody(HttpServletResponse response) {
        this.response = response;
    }

    @Override
    public AnswerSink sinkFor(UUID invocationId, String executedVersion) {
        return new AnswerSink() {
            @Override
            public void begin(@Nullable String contentType) throws IOException {
                begun = true;
                response.setStatus(HttpStatus.OK.value());
                response.setContentType(contentType == null ? MediaType.APPLICATION_OCTET_STREAM_VALUE : contentType);
                response.setHeader(InvocationHeaders.INVOCATION_ID, invocationId.toString());
                response.setHeader(InvocationHeaders.EXECUTED_VERSION, executedVersion);
                response.setHeader("Preference-Applied", PREFERENCE);
                response.flushBuffer();
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                OutputStream out = response.getOutputStream();
                out.write(bytes);
                out.flush();
            }
        };
    }

    /** Whether the function has streamed; if so the response is written. */
    boolean begun() {
        return begun;
    }

    /**
     * Returns normally if the answer is whole.
     *
     * @throws BrokenOffException otherwise, for the server to cut the connection before the last chunk: that is how a
     *     client learns that there should have been more
     */
    static void requireWhole(SyncAnswer answer) throws BrokenOffException {
        if (!(answer instanceof SyncAnswer.Ran ran && ran.outcome() instanceof AttemptOutcome.Returned)) {
            throw new BrokenOffException();
        }
    }

    /** The function ended in the middle of its answer. */
    static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOffException() {
            super("The function ended in the middle of its streamed answer");
        }
    }
}
