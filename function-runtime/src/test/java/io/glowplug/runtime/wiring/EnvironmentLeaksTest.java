// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.AttemptOutcome;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Environments come and go, and nothing of them stays. {@code -Dglowplug.test.environments=10000} makes it as many.
 */
class EnvironmentLeaksTest {

    private static final int ENVIRONMENTS = Integer.getInteger("glowplug.test.environments", 200);
    private static final int AT_ONCE = 8;

    private record Held(
            List<String> processes, List<String> mounts, List<String> groups, List<String> directories, int files) {}

    @Test
    void nothingIsLeftOfEnvironmentsThatCameAndWent() throws Exception {
        try (var runtime = RuntimeHarness.with().withoutLog().start()) {
            List<FunctionVersion> functions = Stream.of(
                            NetworkAccess.NONE, runtime.givesInternet() ? NetworkAccess.INTERNET : NetworkAccess.HOST)
                    .map(network -> runtime.shell("exit 3")
                            .named("short-lived-" + network.mode())
                            .network(network)
                            .latest())
                    .toList();
            // The first ones bring up threads and classes that stay.
            startAndEnd(runtime, functions, 4 * AT_ONCE);
            Held before = awaitRest(runtime);

            startAndEnd(runtime, functions, ENVIRONMENTS);

            Held after = awaitRest(runtime);
            assertThat(after.processes()).isEmpty();
            assertThat(after.mounts()).containsExactlyInAnyOrderElementsOf(before.mounts());
            assertThat(after.groups()).isEmpty();
            assertThat(after.directories()).isEmpty();
            assertThat(after.files()).as("open files").isLessThan(before.files() + 30);
        }
    }

    private static void startAndEnd(RuntimeHarness runtime, List<FunctionVersion> functions, int count)
            throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<AttemptOutcome>> calls = IntStream.range(0, count)
                    .mapToObj(i ->
                            (Callable<AttemptOutcome>) () -> runtime.invoke(functions.get(i % functions.size()), "{}"))
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                assertThat(RuntimeHarness.describe(call.get())).contains("Runtime exited with error: exit status 3");
            }
        }
    }

    private static Held awaitRest(RuntimeHarness runtime) throws IOException {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Held held = held(runtime);
            return runtime.environments().isEmpty()
                    && held.processes().isEmpty()
                    && held.groups().isEmpty()
                    && held.directories().isEmpty();
        });
        return held(runtime);
    }

    /** Processes beside a sandbox are not this one's children any more once that has ended, so all are looked at. */
    private static Held held(RuntimeHarness runtime) throws IOException {
        String instance = runtime.runtime().instance().name();
        Path own = runtime.directory().resolve("run").resolve("node-" + instance);
        return new Held(
                processesThatMention(runtime.directory().toString()),
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .filter(mount -> mount.contains(runtime.directory().toString()))
                        .toList(),
                environmentGroups(instance),
                names(own).stream().filter(name -> name.length() == 32).toList(),
                names(Path.of("/proc/self/fd")).size());
    }

    private static List<String> processesThatMention(String directory) {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory))
                .toList();
    }

    private static List<String> environmentGroups(String instance) throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> all = Files.find(
                Path.of("/sys/fs/cgroup"),
                4,
                (path, _) -> path.endsWith("glowplug/" + instance),
                FileVisitOption.FOLLOW_LINKS)) {
            for (Path platform : all.toList()) {
                try (Stream<Path> inside = Files.list(platform)) {
                    inside.filter(Files::isDirectory).map(Path::toString).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
