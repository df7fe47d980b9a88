// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.TimedOut;
import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers in pieces, with real processes in real sandboxes. */
class StreamingTest {

    private static RuntimeHarness runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().start();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    /** Keeps what it is given, and goes away after so many pieces. */
    private static final class Caller implements AnswerSink {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int patience = Integer.MAX_VALUE;
        private String contentType = "not begun";

        @Override
        public void begin(@Nullable String type) {
            contentType = String.valueOf(type);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (patience-- == 0) {
                throw new IOException("gone");
            }
            taken.writeBytes(bytes);
        }

        String text() {
            return contentType + " " + taken.toString(StandardCharsets.US_ASCII);
        }
    }

    private static FunctionVersion streaming(String body) {
        return runtime.node("exports.handler = awslambda.streamifyResponse(async (event, out) => {"
                        + " out.setContentType('text/plain'); out.write('begun ');" + body + "})")
                .timeoutSeconds(2)
                .latest();
    }

    private static AttemptOutcome invoke(FunctionVersion function, @Nullable AnswerSink sink) {
        return runtime.invoke(
                sink == null
                        ? RuntimeHarness.request(UUID.randomUUID(), function, "{}", RuntimeHarness.PATIENT)
                        : RuntimeHarness.request(UUID.randomUUID(), function, "{}", sink));
    }

    @Test
    void whoWantsAStreamGetsItAndWhoDoesNotGetsItInOnePiece() {
        FunctionVersion function = streaming("out.end('ended')");
        Caller caller = new Caller();

        Returned streamed = (Returned) invoke(function, caller);
        Returned whole = (Returned) invoke(function, null);

        assertThat(caller.text()).isEqualTo("text/plain begun ended");
        assertThat(streamed.answer()).isEqualTo(Payload.EMPTY);
        assertThat(streamed.report().streamedBytes()).isEqualTo(11);
        assertThat(whole.answer().utf8()).isEqualTo("begun ended");
        assertThat(whole.report().streamedBytes()).isEqualTo(11);
        assertThat(whole.report().environmentId()).isEqualTo(streamed.report().environmentId());
    }

    @Test
    void aFunctionThatDoesNotStreamAnswersAsEver() {
        FunctionVersion function =
                runtime.node("exports.handler = async () => 'plain'").latest();
        Caller caller = new Caller();

        Returned returned = (Returned) invoke(function, caller);

        assertThat(returned.answer().utf8()).isEqualTo("\"plain\"");
        assertThat(returned.report().streamedBytes()).isNull();
        assertThat(caller.text()).isEqualTo("not begun ");
    }

    @Test
    void aFunctionThatDiesHalfWayHasNotReturned() {
        Caller caller = new Caller();

        var outcome = (FunctionFailed) invoke(streaming("setTimeout(() => process.exit(5), 20)"), caller);

        assertThat(outcome.errorMessage()).endsWith("Runtime exited with error: exit status 5");
        assertThat(outcome.report().streamedBytes()).isEqualTo(6);
        assertThat(caller.text()).isEqualTo("text/plain begun ");
    }

    @Test
    void aFunctionWhoseTimeIsUpHalfWayHasNotReturned() {
        Caller caller = new Caller();

        var outcome = (TimedOut) invoke(streaming("await new Promise((r) => setTimeout(r, 60000)); out.end()"), caller);

        assertThat(outcome.report().streamedBytes()).isEqualTo(6);
        assertThat(caller.text()).isEqualTo("text/plain begun ");
    }

    @Test
    void aCallerWhoGoesAwayDoesNotStopTheFunction() {
        Caller caller = new Caller();
        caller.patience = 1;
        FunctionVersion function = streaming(
                "for (let i = 0; i < 64; i++) if (!out.write(Buffer.alloc(65536))) await new Promise((r) => out.once('drain', r));"
                        + "out.end()");

        var outcome = (Returned) invoke(function, caller);

        assertThat(outcome.report().streamedBytes()).isEqualTo(6 + (64L << 16));
        assertThat(caller.text()).isEqualTo("text/plain begun ");
    }

    @Test
    void inOnePieceAStreamIsLimitedAsAnyAnswerIs() {
        FunctionVersion function = streaming("out.end(Buffer.alloc(event.bytes ?? (7 << 20)))");

        var outcome = (FunctionFailed) invoke(function, null);

        assertThat(outcome.errorType()).isEqualTo("Function.ResponseSizeTooLarge");
        assertThat(outcome.report().streamedBytes()).isEqualTo(6 + (7L << 20));
        assertThat(runtime.answer(function, "{\"bytes\":3}")).isEqualTo("begun \0\0\0");
    }

    @Test
    void aBootstrapOfItsOwnStreamsOverTheRuntimeApi() {
        FunctionVersion function = runtime.shell("""
                api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
                while true; do
                  curl -sS -D /tmp/headers -o /dev/null "$api/invocation/next" || exit 1
                  id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' /tmp/headers | tr -d '\\r')
                  yes 0123456 | head -c 20000000 | curl -sS -X POST -T - -H 'Content-Type: text/plain' \
                    -H 'Lambda-Runtime-Function-Response-Mode: streaming' "$api/invocation/$id/response" > /dev/null || exit 1
                done
                """).latest();
        Caller caller = new Caller();

        Returned streamed = (Returned) invoke(function, caller);

        assertThat(streamed.report().streamedBytes()).isEqualTo(20_000_000);
        assertThat(caller.taken.size()).isEqualTo(20_000_000);
        assertThat(caller.contentType).isEqualTo("text/plain");
    }
}
