// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import static io.glowplug.dispatch.testing.DispatchHarness.request;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SyncInvokeTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void theCallerGetsTheOutcomeAndASummaryFollows() {
        var function = dispatch.function("echo").then(ScriptedFunction.failed("Oops"));
        var service = dispatch.node().invokeService();

        var failed = (SyncAnswer.Ran) service.invoke(request(function, "{\"a\":1}", null));
        var returned = (SyncAnswer.Ran) service.invoke(request(function, "{\"a\":1}", null));

        assertThat(failed.outcome()).isInstanceOf(AttemptOutcome.FunctionFailed.class);
        assertThat(returned.outcome())
                .isInstanceOfSatisfying(
                        AttemptOutcome.Returned.class,
                        answer -> assertThat(answer.answer()).isEqualTo(Payload.ofUtf8("{\"a\":1}")));
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("settled_invocation") == 2);
        assertThat(dispatch.ended(failed.invocationId())).isEqualTo("failed");
        assertThat(dispatch.ended(returned.invocationId())).isEqualTo("succeeded");
        assertThat(dispatch.outcomes(failed.invocationId())).containsExactly("function-failed");
        dispatch.assertBalanced();
    }

    @Test
    void aThrottledCallLeavesNoTrace() {
        var function = dispatch.function("full").throttled();

        var answer = (SyncAnswer.Ran) dispatch.node().invokeService().invoke(request(function, "{}", null));
        dispatch.node().close();

        assertThat(answer.outcome()).isInstanceOf(AttemptOutcome.Throttled.class);
        assertThat(dispatch.count("settled_invocation")).isZero();
    }

    @Test
    void aStreamedAnswerGoesToItsCallerAndOnlyItsSizeIntoTheHistory() {
        var function = dispatch.function("stream").answering(ScriptedFunction::streamed);
        var service = dispatch.node().invokeService();
        var taken = new ByteArrayOutputStream();
        var runs = new ArrayList<UUID>();
        StreamingCaller caller = (id, version) -> {
            runs.add(id);
            return new AnswerSink() {
                @Override
                public void begin(@Nullable String contentType) {}

                @Override
                public void write(byte[] bytes) {
                    taken.writeBytes(bytes);
                }
            };
        };

        var answer = (SyncAnswer.Ran) service.invokeStreaming(request(function, "\"in pieces\"", null), caller);

        assertThat(taken.toString(StandardCharsets.UTF_8)).isEqualTo("\"in pieces\"");
        assertThat(runs).containsExactly(answer.invocationId());
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("settled_invocation") == 1);
        assertThat(dispatch.count("attempt where outcome = 'returned' and streamed_bytes = 11"))
                .isEqualTo(1);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeStreaming(request(function, "{}", "key"), caller))
                .withMessageContaining("idempotencyKey");
    }

    @Test
    void everyKindOfJsonValueIsTakenAndEverythingElseRefused() {
        var function = dispatch.function("echo");
        var service = dispatch.node().invokeService();

        for (String json : List.of("null", "1", "\"text\"", " [1, {\"a\": [true]}] ", "{}")) {
            assertThat(service.invoke(request(function, json, null))).isInstanceOf(SyncAnswer.Ran.class);
        }
        for (String text : List.of("nul", "{", "[1,]", "{} x", "1 2", "'a'", " ", "\"a", "{\"a\":1}}")) {
            assertThatExceptionOfType(RefusedException.class)
                    .as(text)
                    .isThrownBy(() -> service.invoke(request(function, text, null)))
                    .withMessageContaining("Could not parse request body into json");
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        service.invoke(request(function, '"' + "x".repeat(Payload.MAX_SYNC_BYTES) + '"', null)))
                .returns(Refusal.TOO_LARGE, RefusedException::refusal);
        assertThat(function.attempts()).isEqualTo(5);
    }
}
