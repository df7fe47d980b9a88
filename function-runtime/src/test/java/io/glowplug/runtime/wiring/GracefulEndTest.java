// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An environment that is not needed any more is asked to end before it is forced to. */
@Timeout(60)
class GracefulEndTest {

    private static final String PYTHON = """
            import signal, sys
            def end(number, frame):
                print('python says goodbye')
                sys.exit(0)
            signal.signal(signal.SIGTERM, end)
            def handler(event, context):
                return 'up'
            """;

    private static final String NODE = """
            process.on('SIGTERM', () => setTimeout(() => {
              console.log('node says goodbye');
              process.exit(0);
            }, 50));
            exports.handler = async () => 'up';
            """;

    private static final String STUBBORN = """
            import signal, time
            signal.signal(signal.SIGTERM, lambda number, frame: print('not yet'))
            def handler(event, context):
                return 'up'
            """;

    private static void answerAll(RuntimeHarness runtime, List<FunctionVersion> functions) {
        for (FunctionVersion function : functions) {
            assertThat(runtime.answer(function, "{}")).isEqualTo("\"up\"");
        }
    }

    /** All that was written to the log, in lines; those of Node.js have a time and a level before them. */
    private static String text(RuntimeHarness runtime) {
        return runtime.log().stream().map(LogLine::text).collect(Collectors.joining("\n"));
    }

    @Test
    void functionsSayGoodbyeWhenTheNodeStopsWhateverSurroundsThem() {
        var runtime = RuntimeHarness.with().start();
        try (runtime) {
            NetworkAccess network = runtime.givesInternet() ? NetworkAccess.INTERNET : NetworkAccess.HOST;
            answerAll(
                    runtime,
                    List.of(
                            runtime.python(PYTHON).named("python").latest(),
                            runtime.node(NODE).named("node").latest(),
                            runtime.python(PYTHON.replace("python", "gateway"))
                                    .network(network)
                                    .named("gateway")
                                    .latest()));
        }
        assertThat(text(runtime)).contains("python says goodbye", "node says goodbye", "gateway says goodbye");
    }

    @Test
    void aFunctionThatWaitedAsAnInterpreterSaysGoodbyeWhenItHasBeenIdle() {
        try (var runtime = RuntimeHarness.with()
                .memoryAheadMb(256)
                .idleTimeout(Duration.ofMillis(300))
                .start()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> runtime.waitingAhead("python3.11") > 0);
            answerAll(runtime, List.of(runtime.python(PYTHON).latest()));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(text(runtime)).contains("python says goodbye"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> runtime.environments().isEmpty());
        }
    }

    @Test
    void aPlainProcessIsAskedToo() {
        var runtime = RuntimeHarness.with().sandbox(SandboxMode.NONE).start();
        try (runtime) {
            answerAll(runtime, List.of(runtime.python(PYTHON).latest()));
        }
        assertThat(text(runtime)).contains("python says goodbye");
    }

    @Test
    void whoDoesNotEndIsEnded() {
        var runtime = RuntimeHarness.with().start();
        try (runtime) {
            answerAll(
                    runtime,
                    Stream.of("one", "two", "three")
                            .map(name -> runtime.python(STUBBORN).named(name).latest())
                            .toList());
        }
        assertThat(text(runtime).split("not yet", -1)).hasSize(1 + 3);
        assertThat(runtime.environments()).isEmpty();
    }
}
