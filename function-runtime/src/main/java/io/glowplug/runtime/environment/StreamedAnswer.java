// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a streamed answer from the wire to whoever wants it, or collects it for a caller who wants it in one piece. A
 * caller who is gone does not stop the function: the rest is read and dropped.
 */
final class StreamedAnswer {

    private static final Logger log = LoggerFactory.getLogger(StreamedAnswer.class);

    private final @Nullable AnswerSink sink;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private boolean dropsRest;
    private long bytes;

    StreamedAnswer(@Nullable AnswerSink sink) {
        this.sink = sink;
    }

    /** Returns how the invocation ended; never another {@link Reply.Streaming}. */
    Reply carry(Reply.Streaming streaming) {
        begin(streaming.contentType());
        while (true) {
            switch (streaming.pieces().next()) {
                case Piece.Bytes(byte[] piece) -> take(piece);
                case Piece.End _ -> {
                    return whole();
                }
                case Piece.Failed(String errorType, String errorMessage, Payload document) -> {
                    return new Reply.Failed(errorType, errorMessage, document);
                }
                case Piece.Gone _ -> {
                    return new Reply.Gone();
                }
            }
        }
    }

    /** Size of what was streamed so far. */
    long bytes() {
        return bytes;
    }

    private void begin(@Nullable String contentType) {
        if (sink != null) {
            hand(() -> sink.begin(contentType));
        }
    }

    private void take(byte[] piece) {
        bytes += piece.length;
        if (dropsRest) {
            return;
        }
        if (sink != null) {
            hand(() -> sink.write(piece));
        } else if (bytes > RuntimeChannel.MAX_ANSWER_BYTES) {
            dropsRest = true;
            collected.reset();
        } else {
            collected.writeBytes(piece);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void hand(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException callerGone) {
            log.debug("The caller of a streaming function is gone", callerGone);
            dropsRest = true;
        }
    }

    private Reply whole() {
        if (sink != null) {
            return new Reply.Answered(Payload.EMPTY);
        }
        return dropsRest
                ? ErrorDocument.answerTooLarge().asReply()
                : new Reply.Answered(Payload.wrap(collected.toByteArray()));
    }
}
