// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.PATIENT;
import static io.glowplug.runtime.wiring.RuntimeHarness.answerOf;
import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.Throttled;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many environments there are, and who gets them. */
class NodeCapacityTest {

    private static final String NAP =
            "import time\ndef handler(event, context):\n    time.sleep(event)\n    return 'rested'";

    @Test
    void aThousandConcurrentCallsOfAQuickFunctionShareAFewEnvironments() throws Exception {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion quick =
                    runtime.python("def handler(event, context): return event").latest();

            List<AttemptOutcome> outcomes = concurrently(1_000, i -> runtime.invoke(quick, Integer.toString(i)));

            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(answerOf(outcomes.get(i))).isEqualTo(Integer.toString(i));
            }
            assertThat(environmentIds(outcomes)).hasSizeLessThanOrEqualTo(30);
        }
    }

    @Test
    void slowCallsGetAnEnvironmentEach() throws Exception {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion slow = runtime.python(NAP).timeoutSeconds(30).latest();

            List<AttemptOutcome> outcomes = concurrently(10, _ -> runtime.invoke(slow, "6"));

            assertThat(outcomes).allSatisfy(outcome -> answerOf(outcome));
            assertThat(environmentIds(outcomes)).hasSize(10);
        }
    }

    @Test
    void everyLineOfTwoHundredConcurrentCallsGoesToItsOwnInvocation() throws Exception {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion chatty = runtime.node("""
                    exports.handler = async (event) => {
                      process.stdout.write(`out ${event}\\nunfinished ${event}`);
                      process.stderr.write(`err ${event}\\n`);
                      return event;
                    };""").latest();
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ids.add(UUID.randomUUID());
            }

            concurrently(
                    200, i -> runtime.invoke(RuntimeHarness.request(ids.get(i), chatty, "\"" + i + "\"", PATIENT)));

            for (int i = 0; i < ids.size(); i++) {
                UUID id = ids.get(i);
                assertThat(runtime.logOf(id))
                        .filteredOn(line -> !line.matches("(INIT_START|START|END|REPORT) .*"))
                        .containsExactlyInAnyOrder("out " + i, "unfinished " + i, "err " + i);
                assertThat(runtime.logOf(id))
                        .filteredOn(line -> line.startsWith("REPORT"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void aFullNodeThrottlesWhenPatienceEnds() throws Exception {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(256).start()) {
            FunctionVersion slow = runtime.python(NAP).timeoutSeconds(30).latest();
            List<CompletableFuture<AttemptOutcome>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(CompletableFuture.supplyAsync(() -> runtime.invoke(slow, "4"), Thread::startVirtualThread));
            }
            await().until(() -> busy(runtime).size() == 2);

            AttemptOutcome third = runtime.invoke(slow, "0", Duration.ofMillis(200));

            assertThat(third).isInstanceOf(Throttled.class);
            assertThat(runtime.runtime().capacity().reservedMb()).isEqualTo(256);
            for (var call : running) {
                assertThat(answerOf(call.get(30, TimeUnit.SECONDS))).isEqualTo("\"rested\"");
            }
            assertThat(runtime.answer(slow, "0")).isEqualTo("\"rested\"");
        }
    }

    @Test
    void impatientCallsGetEnvironmentsOfTheirOwnWhileTheyFit() throws Exception {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(512).start()) {
            FunctionVersion slow = runtime.python(NAP).timeoutSeconds(30).latest();

            List<AttemptOutcome> outcomes = concurrently(6, _ -> runtime.invoke(slow, "5", Duration.ZERO));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome instanceof Returned)
                    .hasSize(4);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome instanceof Throttled)
                    .hasSize(2);
        }
    }

    @Test
    void idleEnvironmentsOfOthersMakeWay() {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(256).start()) {
            var source = "def handler(event, context): return 'here'";
            FunctionVersion first = runtime.python(source).named("first").latest();
            FunctionVersion second = runtime.python(source).named("second").latest();
            FunctionVersion third = runtime.python(source).named("third").latest();
            runtime.answer(first, "{}");
            runtime.answer(second, "{}");

            runtime.answer(third, "{}");

            await().until(() -> runtime.environments().size() == 2);
            assertThat(runtime.environments())
                    .extracting(EnvironmentSnapshot::functionName)
                    .containsExactlyInAnyOrder("second", "third");
            assertThat(runtime.runtime().capacity().reservedMb()).isEqualTo(256);
        }
    }

    /** Both come to rest in the same instant, and either would be enough for the third. */
    @Test
    void onlyOneEnvironmentMakesWayForOneThatIsWanted() {
        var untilThen = "import time\ndef handler(event, context): time.sleep(max(0, event - time.time()))";
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(256).start()) {
            List<FunctionVersion> busy = Stream.of("first", "second")
                    .map(name -> runtime.python(untilThen).named(name).latest())
                    .toList();
            busy.forEach(function -> runtime.answer(function, "0"));
            double then = System.currentTimeMillis() / 1000.0 + 1.5;
            List<CompletableFuture<AttemptOutcome>> running = busy.stream()
                    .map(function -> CompletableFuture.supplyAsync(
                            () -> runtime.invoke(function, Double.toString(then)), Thread::startVirtualThread))
                    .toList();
            await().until(() -> busy(runtime).size() == 2);

            runtime.answer(runtime.python(untilThen).named("third").latest(), "0");
            running.forEach(CompletableFuture::join);

            assertThat(runtime.environments())
                    .extracting(EnvironmentSnapshot::functionName)
                    .hasSize(2)
                    .contains("third");
        }
    }

    @Test
    void aFunctionWithoutAnEnvironmentIsNotStarvedByABusyOne() throws Exception {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(128).start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            FunctionVersion busy = runtime.python("def handler(event, context): return 1")
                    .named("busy")
                    .latest();
            FunctionVersion other = runtime.python("def handler(event, context): return 2")
                    .named("other")
                    .latest();
            runtime.answer(busy, "{}");
            var stop = new AtomicBoolean();
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                load.add(callers.submit(() -> {
                    while (!stop.get()) {
                        runtime.answer(busy, "{}");
                    }
                }));
            }

            for (int round = 0; round < 3; round++) {
                assertThat(runtime.answer(other, "{}")).isEqualTo("2");
            }
            stop.set(true);
            for (Future<?> caller : load) {
                caller.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aFunctionLargerThanTheNodeIsRejected() {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(256).start()) {
            FunctionVersion large = runtime.python("def handler(event, context): return 1")
                    .memoryMb(257)
                    .latest();

            assertThat(runtime.invoke(large, "{}")).isInstanceOf(AttemptOutcome.Rejected.class);
        }
    }

    @Test
    void aNewRevisionReplacesTheEnvironmentsOfTheOldOne() {
        try (var runtime = RuntimeHarness.with().start()) {
            var function = runtime.python("def handler(event, context): return context.aws_request_id and 1");
            FunctionVersion old = function.revision(1).latest();
            FunctionVersion current = function.revision(2).latest();
            String before = ((Returned) runtime.invoke(old, "{}")).report().environmentId();

            String after = ((Returned) runtime.invoke(current, "{}")).report().environmentId();

            assertThat(after).isNotEqualTo(before);
            await().until(() -> runtime.environments().stream()
                    .map(EnvironmentSnapshot::environmentId)
                    .toList()
                    .equals(List.of(after)));
            // One that was accepted before the change may still come in; it leaves nothing behind.
            assertThat(runtime.answer(old, "{}")).isEqualTo("1");
            await().until(() -> runtime.environments().size() == 1);
        }
    }

    @Test
    void idleEnvironmentsAreEndedAfterAWhile() {
        try (var runtime =
                RuntimeHarness.with().idleTimeout(Duration.ofMillis(300)).start()) {
            FunctionVersion function =
                    runtime.python("def handler(event, context): return 1").latest();
            runtime.answer(function, "{}");
            assertThat(runtime.environments()).hasSize(1);

            await().until(() -> runtime.environments().isEmpty());

            assertThat(runtime.runtime().capacity().reservedMb()).isZero();
            assertThat(runtime.answer(function, "{}")).isEqualTo("1");
        }
    }

    @Test
    void manyCallsOfAFunctionThatCannotStartAllFail() throws Exception {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion broken =
                    runtime.python("raise RuntimeError('broken')").latest();

            List<AttemptOutcome> outcomes = concurrently(30, _ -> runtime.invoke(broken, "{}"));

            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(describe(outcome)).contains("broken"));
        }
    }

    private static List<EnvironmentSnapshot> busy(RuntimeHarness runtime) {
        return runtime.environments().stream()
                .filter(environment -> environment.state().equals("busy"))
                .toList();
    }

    private static Set<String> environmentIds(List<AttemptOutcome> outcomes) {
        var ids = new HashSet<String>();
        for (AttemptOutcome outcome : outcomes) {
            if (outcome instanceof Returned returned) {
                ids.add(returned.report().environmentId());
            }
        }
        return ids;
    }

    private interface Call {
        AttemptOutcome number(int i);
    }

    private static List<AttemptOutcome> concurrently(int count, Call call)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<AttemptOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                calls.add(() -> call.number(number));
            }
            List<AttemptOutcome> outcomes = new ArrayList<>();
            for (Future<AttemptOutcome> outcome : callers.invokeAll(calls)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        }
    }
}
