// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.TimedOut;
import io.glowplug.runtime.LogLine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions that take more than their share, and processes that die. */
class FunctionFaultsTest {

    private static final Duration INIT_LIMIT = Duration.ofMillis(1_500);

    private static RuntimeHarness runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().initLimit(INIT_LIMIT).start();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    @Test
    void aMemoryHogIsKilledAndNobodyElse() {
        FunctionVersion bystander = runtime.python("def handler(event, context): return 'well'")
                .named("bystander")
                .latest();
        FunctionVersion hog = runtime.python("""
                def handler(event, context):
                    kept = []
                    while True:
                        kept.append(bytearray(1 << 20))
                """).named("hog").latest();
        String before = ((Returned) runtime.invoke(bystander, "{}")).report().environmentId();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(id, hog, "{}", RuntimeHarness.PATIENT));

        assertThat(describe(outcome))
                .contains("RequestId: " + id + " Error: Runtime exited with error: signal: killed");
        assertThat(((FunctionFailed) outcome).report().maxMemoryMb()).isEqualTo(128);
        assertThat(runtime.logOf(id)).contains("The memory limit of 128 MB was reached; files in /tmp count.");
        assertThat(((Returned) runtime.invoke(bystander, "{}")).report().environmentId())
                .isEqualTo(before);
    }

    @Test
    void aForkBombIsBounded() {
        FunctionVersion bomb =
                runtime.python("""
                import os, time
                def handler(event, context):
                    count = 0
                    try:
                        while True:
                            if os.fork() == 0:
                                time.sleep(60)
                                os._exit(0)
                            count += 1
                    except OSError as e:
                        return {'forked': count, 'error': e.errno}
                """).memoryMb(2048).timeoutSeconds(60).latest();

        String answer = runtime.answer(bomb, "{}");

        int forked = Integer.parseInt(answer.replaceAll("\\D*(\\d+).*", "$1"));
        assertThat(forked).isBetween(900, 1023);
        assertThat(answer).contains("11"); // EAGAIN
    }

    @Test
    void anInitialisationThatHangsIsRepeatedOnTheFunctionsTime() {
        FunctionVersion hanging = runtime.python("import time\nprint('hanging')\ntime.sleep(3600)")
                .timeoutSeconds(1)
                .latest();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(id, hanging, "{}", RuntimeHarness.PATIENT));

        assertThat(outcome).isInstanceOf(TimedOut.class);
        assertThat(describe(outcome)).contains("Task timed out after 1.00 seconds");
        assertThat(runtime.logOf(id)).filteredOn("hanging"::equals).hasSize(2);
        assertThat(runtime.logOf(id)).anyMatch(line -> line.endsWith("Phase: init\tStatus: timeout"));
    }

    @Test
    void anInitialisationThatIsOnlySlowSucceedsTheSecondTime() {
        FunctionVersion slow = runtime.python(
                        "import time\ntime.sleep(2.5)\ndef handler(event, context): return 'there'")
                .timeoutSeconds(20)
                .latest();

        assertThat(runtime.answer(slow, "{}")).isEqualTo("\"there\"");
        assertThat(runtime.answer(slow, "{}")).isEqualTo("\"there\"");
    }

    @Test
    void aFloodOfOutputIsBoundedAndDoesNotHoldUpOthers() throws Exception {
        FunctionVersion flood =
                runtime.python("""
                import os
                def handler(event, context):
                    block = (b'x' * 99 + b'\\n') * 10_000
                    for _ in range(100):
                        rest = memoryview(block)
                        while rest:
                            rest = rest[os.write(1, rest):]
                    return 'flooded'
                """).named("flood").timeoutSeconds(60).latest();
        FunctionVersion other = runtime.python("def handler(event, context): print('heard')")
                .named("other")
                .latest();
        UUID id = UUID.randomUUID();
        var flooding = CompletableFuture.supplyAsync(
                () -> runtime.invoke(RuntimeHarness.request(id, flood, "{}", RuntimeHarness.PATIENT)),
                Thread::startVirtualThread);

        UUID quiet = UUID.randomUUID();
        runtime.invoke(RuntimeHarness.request(quiet, other, "{}", RuntimeHarness.PATIENT));

        assertThat(runtime.logOf(quiet)).contains("heard");
        assertThat(RuntimeHarness.answerOf(flooding.get(60, TimeUnit.SECONDS))).isEqualTo("\"flooded\"");
        long kept = runtime.log().stream()
                .filter(line -> id.equals(line.invocationId()))
                .mapToLong(line -> line.text().length() + 1)
                .sum();
        assertThat(kept).isBetween(10L << 20, (10L << 20) + 10_000);
        assertThat(runtime.logOf(id))
                .contains("Output limit of 10485760 bytes reached: " + (100_000_000 - (10 << 20))
                        + " bytes were dropped");
    }

    @Test
    void aWarmProcessThatDiesWhileIdleFailsNoInvocation() {
        FunctionVersion function = runtime.python("def handler(event, context): return 'alive'")
                .named("mortal")
                .latest();
        for (int round = 0; round < 20; round++) {
            assertThat(runtime.answer(function, "{}")).isEqualTo("\"alive\"");
            runtime.environments().stream()
                    .filter(environment -> environment.functionName().equals("mortal"))
                    .forEach(environment -> killAndAwaitEnd(environment.pid()));
        }
    }

    /** Kills the interpreter, upon which the sandbox around it ends by itself. */
    private static void killAndAwaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(outermost -> {
            outermost
                    .descendants()
                    .filter(process -> process.children().findAny().isEmpty())
                    .forEach(ProcessHandle::destroyForcibly);
            await().pollInterval(Duration.ofMillis(2)).until(() -> !outermost.isAlive());
        });
    }

    @Test
    void whatABackgroundThreadPrintsBetweenInvocationsBelongsToNone() {
        FunctionVersion function = runtime.python("""
                import threading, time
                def later():
                    time.sleep(0.3)
                    print('late', flush=True)
                def handler(event, context):
                    threading.Thread(target=later).start()
                    return 1
                """).named("background").latest();
        runtime.answer(function, "{}");

        LogLine late = await().atMost(10, TimeUnit.SECONDS)
                .until(
                        () -> runtime.log().stream()
                                .filter(line -> line.text().equals("late"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(late.invocationId()).isNull();
        assertThat(late.functionName()).isEqualTo("background");
    }

    @Test
    void anAnswerThatIsTooLargeFailsAndTheNextInvocationIsServed() {
        FunctionVersion function = runtime.python("def handler(event, context): return 'x' * event")
                .memoryMb(512)
                .latest();

        assertThat(describe(runtime.invoke(function, "7000000"))).contains("Function.ResponseSizeTooLarge");
        assertThat(runtime.answer(function, "3")).isEqualTo("\"xxx\"");
    }

    @Test
    void invocationsInFlightEndWithThePlatform() throws Exception {
        AttemptOutcome outcome;
        var started = new CountDownLatch(1);
        try (var dying = RuntimeHarness.with().start()) {
            FunctionVersion endless = dying.python("import time\ndef handler(event, context): time.sleep(800)")
                    .timeoutSeconds(900)
                    .latest();
            var running = CompletableFuture.supplyAsync(() -> {
                started.countDown();
                return dying.invoke(endless, "{}");
            });
            started.await();
            await().until(() ->
                    dying.environments().stream().anyMatch(e -> e.state().equals("busy")));
            dying.runtime().stop();
            outcome = running.get(20, TimeUnit.SECONDS);
            assertThat(dying.invoke(endless, "{}")).isInstanceOf(AttemptOutcome.PlatformFailed.class);
        }

        assertThat(outcome).isInstanceOf(AttemptOutcome.PlatformFailed.class);
    }
}
