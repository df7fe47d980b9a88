// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interpreters that waited for their function, against such that were started for it. */
@Timeout(60)
class InterpretersAheadTest {

    private static final String PYTHON_SELF_PORTRAIT = """
            import json, logging, os, sys
            logging.getLogger().warning('a warning')
            def handler(event, context):
                return json.dumps({
                    'environment': dict(os.environ), 'cwd': os.getcwd(), 'path': sys.path, 'argv': len(sys.argv),
                    'code': sorted(os.listdir('/var/task')), 'opt': os.listdir('/opt'), 'tmp': os.listdir('/tmp'),
                    'files': sorted(os.listdir('/var/runtime')), 'uid': os.getuid(),
                    'log stream': context.log_stream_name == os.environ['AWS_LAMBDA_LOG_STREAM_NAME'],
                    'writable': [d for d in ('/var/task', '/opt', '/') if os.access(d, os.W_OK)]}, sort_keys=True)
            """;

    private static final String NODE_SELF_PORTRAIT = """
            const fs = require('fs');
            exports.handler = async () => JSON.stringify({
              environment: Object.fromEntries(Object.entries(process.env).sort()), cwd: process.cwd(),
              code: fs.readdirSync('/var/task'), main: require.main === undefined, argv: process.argv.length,
              files: fs.readdirSync('/var/runtime'), uid: process.getuid() });
            """;

    private RuntimeHarness harness;

    @BeforeEach
    void start() {
        harness = RuntimeHarness.with().memoryAheadMb(256).start();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private void awaitAhead(String runtime) {
        await().atMost(Duration.ofSeconds(20)).until(() -> harness.waitingAhead(runtime) > 0);
    }

    private static String withoutTheirNames(String portrait) {
        return portrait.replaceAll("[0-9a-f]{32}", "ENVIRONMENT");
    }

    /** TZ is one of those that only a process started for the function can take; to UTC, which is no difference. */
    private String portraitOfOneStartedForIt(RuntimeHarness.Function function) {
        return harness.answer(
                function.environment(Map.of("GREETING", "hello", "TZ", ":UTC"))
                        .named("same")
                        .latest(),
                "{}");
    }

    private String portraitOfOneStartedAhead(RuntimeHarness.Function function) {
        return harness.answer(
                function.environment(Map.of("GREETING", "hello")).named("same").latest(), "{}");
    }

    @Test
    void aPythonFunctionCannotTellTheDifference() {
        String startedForIt = portraitOfOneStartedForIt(harness.python(PYTHON_SELF_PORTRAIT));
        awaitAhead("python3.11");
        String startedAhead = portraitOfOneStartedAhead(harness.python(PYTHON_SELF_PORTRAIT));

        assertThat(withoutTheirNames(startedAhead)).isEqualTo(withoutTheirNames(startedForIt));
        assertThat(startedAhead).contains("GREETING").doesNotContain("GLOWPLUG");
    }

    @Test
    void aNodeFunctionCannotTellTheDifference() {
        String startedForIt = portraitOfOneStartedForIt(harness.node(NODE_SELF_PORTRAIT));
        awaitAhead("nodejs20.x");
        String startedAhead = portraitOfOneStartedAhead(harness.node(NODE_SELF_PORTRAIT));

        assertThat(withoutTheirNames(startedAhead)).isEqualTo(withoutTheirNames(startedForIt));
    }

    /** Storage of another size is something that only a process started for the function can have. */
    @Test
    void aProgramCannotTellTheDifference() {
        String portrait =
                "printf '\"%s|%s|%s|%s|%s\"' \"$(env | grep -v ^_= | sort | tr '\\n' ' ')\" \"$PWD\" \"$(ls /var/task)\""
                        + " \"$(ls -A /opt /tmp | grep -v headers | tr '\\n' ' ')\" \"$(cat greeting 2>&1)\"";
        String startedForIt = harness.answer(
                harness.shellAnswering(portrait)
                        .environment(Map.of("GREETING", "hello"))
                        .storageMb(513)
                        .named("same")
                        .latest(),
                "{}");
        awaitAhead("provided.al2023");
        String startedAhead = harness.answer(
                harness.shellAnswering(portrait)
                        .environment(Map.of("GREETING", "hello"))
                        .named("same")
                        .latest(),
                "{}");

        assertThat(withoutTheirNames(startedAhead)).isEqualTo(withoutTheirNames(startedForIt));
        assertThat(startedAhead).contains("GREETING=hello").doesNotContain("GLOWPLUG");
    }

    @Test
    void aJavaFunctionCannotTellTheDifference() {
        var portrait = JavaCode.compiled("Portrait", """
                import java.nio.file.*;
                import java.util.*;
                public class Portrait {
                    static final String AT_START = System.getenv("GREETING");
                    public String draw(Object event) throws Exception {
                        String heap = "" + Runtime.getRuntime().maxMemory();
                        try (var files = Files.list(Path.of("."))) {
                            return AT_START + new TreeMap<>(System.getenv()) + heap + System.getProperty("user.dir")
                                + files.sorted().toList() + Files.readString(Path.of("Source.txt"))
                                + List.of(Path.of("/tmp").toFile().list()).size();
                        }
                    }
                }
                """);
        String startedForIt = harness.answer(
                harness.java("java25", "Portrait::draw", "some text", portrait)
                        .environment(Map.of("GREETING", "hello"))
                        .named("same")
                        .latest(),
                "{}");
        awaitAhead("java25");
        String startedAhead = harness.answer(
                harness.java("java25", "Portrait::draw", "some text", portrait)
                        .environment(Map.of("GREETING", "hello"))
                        .named("same")
                        .latest(),
                "{}");

        assertThat(withoutTheirNames(startedAhead)).isEqualTo(withoutTheirNames(startedForIt));
        assertThat(startedAhead).contains("some text", "GREETING=hello");
    }

    @Test
    void whoWaitsGivesWayToWhoHasWork() {
        try (var narrow =
                RuntimeHarness.with().memoryBudgetMb(256).memoryAheadMb(256).start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> narrow.waitingAhead("python3.11") + narrow.waitingAhead("nodejs20.x") == 2);
            FunctionVersion large = narrow.python("def handler(e, c):\n  return 'done'\n")
                    .memoryMb(256)
                    .latest();

            assertThat(narrow.answer(large, "{}")).isEqualTo("\"done\"");
            assertThat(narrow.waitingAhead("nodejs20.x")).isZero();
        }
    }

    @Test
    void anInterpreterIsTakenByOneFunctionOnlyAndReplaced() {
        awaitAhead("python3.11");
        String whoAmI = "import os\ndef handler(e, c):\n  return os.readlink('/proc/self/ns/pid')\n";
        FunctionVersion one = harness.python(whoAmI).named("one").latest();
        FunctionVersion two = harness.python(whoAmI).named("two").latest();

        String first = harness.answer(one, "{}");
        awaitAhead("python3.11");
        String second = harness.answer(two, "{}");

        assertThat(second).isNotEqualTo(first);
        assertThat(harness.answer(one, "{}")).isEqualTo(first);
        assertThat(harness.environments())
                .extracting(EnvironmentSnapshot::functionName)
                .containsExactlyInAnyOrder("one", "two");
    }

    /** The sandbox of every other process would look through what is left there. */
    @Test
    void nothingOfOneThatWasTakenStaysMountedBesideIt() throws IOException {
        for (int i = 0; i < 4; i++) {
            awaitAhead("python3.11");
            harness.answer(
                    harness.python("def handler(e, c):\n  return 1\n")
                            .named("f" + i)
                            .latest(),
                    "{}");
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            int waiting = Stream.of("python3.11", "nodejs20.x", "provided.al2023")
                    .mapToInt(harness::waitingAhead)
                    .sum();
            assertThat(mountsOfTheSpawner()).isPositive().isLessThanOrEqualTo(2L * (waiting + 1));
        });
    }

    /** Its thread has mounts of its own; the kernel cuts its name. */
    private long mountsOfTheSpawner() throws IOException {
        long mounts = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith("function-spawn")) {
                    mounts += Files.readAllLines(thread.resolve("mountinfo")).stream()
                            .filter(line -> line.contains(harness.directory().toString()))
                            .count();
                }
            }
        }
        return mounts;
    }

    @Test
    void layersComeWithTheFunction() {
        awaitAhead("python3.11");
        FunctionVersion layered = harness.python("import shared\ndef handler(e, c):\n  return shared.NAME\n")
                .layers(harness.layer("shared", Map.of("python/shared.py", "NAME = 'of the layer'")))
                .latest();

        assertThat(harness.answer(layered, "{}")).isEqualTo("\"of the layer\"");
    }

    @Test
    void limitsAreTheFunctionsOwn() {
        awaitAhead("python3.11");
        FunctionVersion hungry = harness.python("def handler(e, c):\n  return len(bytearray(200 * 1024 * 1024))\n")
                .memoryMb(256)
                .latest();

        assertThat(harness.answer(hungry, "{}")).isEqualTo("209715200");
    }

    @Test
    void whatFailsToLoadFailsAsItDoesOtherwise() {
        awaitAhead("python3.11");
        FunctionVersion broken =
                harness.python("raise ValueError('not today')\n").latest();

        assertThat(RuntimeHarness.describe(harness.invoke(broken, "{}")))
                .contains("ValueError")
                .contains("not today");
    }
}
