// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.answerOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.Throttled;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What functions may have of a node at once, and what is kept for them. */
@Timeout(60)
class ConcurrencyTest {

    /** Ends when it is told to, by a file in the directory of its code. */
    private static final String UNTIL_TOLD = """
            import os, time
            def handler(event, context):
                while not os.path.exists('/var/task/' + event):
                    time.sleep(0.01)
                return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']
            """;

    private static final Duration SHORT = Duration.ofMillis(200);

    private static CompletableFuture<AttemptOutcome> begin(
            RuntimeHarness runtime, FunctionVersion function, String until) {
        return CompletableFuture.supplyAsync(
                () -> runtime.invoke(function, "\"" + until + "\""), Thread::startVirtualThread);
    }

    private static void tell(RuntimeHarness runtime, FunctionVersion function, String until) throws IOException {
        Files.createFile(runtime.codeOf(function).resolve(until));
    }

    private static long busy(RuntimeHarness runtime) {
        return runtime.environments().stream()
                .filter(environment -> environment.state().equals("busy"))
                .count();
    }

    @Test
    void aFunctionRunsAsOftenAsItReservedAndTheNextOneWaitsOrIsThrottled() throws Exception {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion one =
                    runtime.python(UNTIL_TOLD).timeoutSeconds(30).latest().withReservedConcurrency(1);
            var first = begin(runtime, one, "first");
            await().until(() -> busy(runtime) == 1);

            assertThat(runtime.invoke(one, "\"first\"", SHORT))
                    .isInstanceOfSatisfying(
                            Throttled.class,
                            throttled -> assertThat(throttled.reason())
                                    .startsWith("ReservedFunctionConcurrentInvocationLimitExceeded"));

            var second = begin(runtime, one, "first");
            tell(runtime, one, "first");
            Returned afterWaiting = (Returned) second.get(20, TimeUnit.SECONDS);
            Returned ran = (Returned) first.get(20, TimeUnit.SECONDS);
            assertThat(afterWaiting.report().environmentId())
                    .isEqualTo(ran.report().environmentId());
            assertThat(Stream.of(ran, afterWaiting)
                            .map(outcome -> outcome.report().start()))
                    .containsExactly("first", "warm");
        }
    }

    @Test
    void aFunctionThatReservedNothingAtAllIsStoppedAtOnceAndRunsAgainWhenThatIsTakenBack() {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion function =
                    runtime.python("def handler(event, context): return event").latest();

            assertThat(runtime.invoke(function.withReservedConcurrency(0), "1")).isInstanceOf(Throttled.class);
            assertThat(runtime.answer(function, "1")).isEqualTo("1");
        }
    }

    @Test
    void whatIsReservedIsKeptFreeOfOthers() throws Exception {
        try (var runtime = RuntimeHarness.with().concurrencyLimit(3).start()) {
            FunctionVersion others = runtime.python(UNTIL_TOLD)
                    .named("others")
                    .timeoutSeconds(30)
                    .latest();
            FunctionVersion vip = runtime.python("def handler(event, context): return event")
                    .named("vip")
                    .latest()
                    .withReservedConcurrency(1);
            assertThat(runtime.answer(vip, "1")).isEqualTo("1");
            List<CompletableFuture<AttemptOutcome>> running =
                    List.of(begin(runtime, others, "end"), begin(runtime, others, "end"));
            await().until(() -> busy(runtime) == 2);

            assertThat(runtime.invoke(others, "\"end\"", SHORT))
                    .isInstanceOfSatisfying(
                            Throttled.class,
                            throttled ->
                                    assertThat(throttled.reason()).startsWith("ConcurrentInvocationLimitExceeded"));
            assertThat(runtime.answer(vip, "2")).isEqualTo("2");

            tell(runtime, others, "end");
            for (var call : running) {
                assertThat(answerOf(call.get(20, TimeUnit.SECONDS))).isEqualTo("\"on-demand\"");
            }
        }
    }

    @Test
    void provisionedEnvironmentsAreThereBeforeTheFirstCallAndStayThere() throws Exception {
        try (var runtime =
                RuntimeHarness.with().idleTimeout(Duration.ofMillis(50)).start()) {
            FunctionVersion version = runtime.python(UNTIL_TOLD).latest();
            tell(runtime, version, "now");
            runtime.runtime().provision(Map.of(version, 2));
            await().until(() -> idle(runtime) == 2);

            Returned warm = (Returned) runtime.invoke(version, "\"now\"");

            assertThat(warm.answer().utf8()).isEqualTo("\"provisioned-concurrency\"");
            assertThat(warm.report().start()).isEqualTo("warm");
            assertThat(warm.report().init()).isNull();
            // Others have been idle for longer than their time; these are exempt until nobody wants them any more.
            FunctionVersion other =
                    runtime.python("def handler(e, c): return 1").named("other").latest();
            assertThat(runtime.answer(other, "{}")).isEqualTo("1");
            await().until(() -> runtime.environments().stream()
                    .map(EnvironmentSnapshot::functionName)
                    .noneMatch("other"::equals));
            assertThat(idle(runtime)).isEqualTo(2);

            runtime.runtime().provision(Map.of());
            await().until(() -> runtime.environments().isEmpty());
        }
    }

    private static long idle(RuntimeHarness runtime) {
        return runtime.environments().stream()
                .filter(environment -> environment.state().equals("idle"))
                .count();
    }
}
