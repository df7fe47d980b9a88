// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.TimedOut;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import io.glowplug.runtime.sandbox.SandboxMode;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What a platform leaves behind, what it cleans up, and how it does without a sandbox. */
class RuntimeLifecycleTest {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    @Test
    void nothingIsLeftOfAPlatformThatStopped() throws Exception {
        List<Long> pids;
        Path directory;
        try (var runtime = RuntimeHarness.with().start()) {
            runtime.answer(
                    runtime.python("def handler(event, context): return 1").latest(), "{}");
            runtime.answer(runtime.shellAnswering("echo 1").latest(), "{}");
            pids = runtime.environments().stream().map(EnvironmentSnapshot::pid).toList();
            assertThat(pids).hasSize(2);
            assertThat(groupsOf(runtime.runtime().instance())).isNotEmpty();
            directory = runtime.directory().resolve("run");

            runtime.runtime().stop();

            assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            assertThat(groupsOf(runtime.runtime().instance())).isEmpty();
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left)
                        .extracting(path -> path.getFileName().toString())
                        .containsExactlyInAnyOrder("bootstraps", "start-caches");
            }
        }
    }

    @Test
    void remainsOfADeadPlatformAreRemovedAndALivingNeighbourIsLeftAlone() throws Exception {
        Process neighbour = new ProcessBuilder("sleep", "600").start();
        Process orphan = new ProcessBuilder("sleep", "600").start();
        var alive = PlatformInstance.of(neighbour.toHandle(), 1);
        var dead = new PlatformInstance("4194304-abc-1"); // beyond the largest process id
        try (var runtime = RuntimeHarness.with().start()) {
            Path run = runtime.directory().resolve("run");
            Files.createDirectories(run.resolve("node-" + dead.name()).resolve("0123"));
            Files.createDirectories(run.resolve("node-" + alive.name()).resolve("0123"));
            Path orphaned = group(dead);
            Files.writeString(orphaned.resolve("cgroup.procs"), Long.toString(orphan.pid()));
            group(alive);

            runtime.runtime().start();

            assertThat(orphan.onExit().join().exitValue()).isEqualTo(137);
            assertThat(groupsOf(dead)).isEmpty();
            assertThat(run.resolve("node-" + dead.name())).doesNotExist();
            assertThat(groupsOf(alive)).isNotEmpty();
            assertThat(run.resolve("node-" + alive.name())).exists();
            assertThat(neighbour.isAlive()).isTrue();
        } finally {
            neighbour.destroyForcibly();
            orphan.destroyForcibly();
            Path left = group(alive);
            Files.delete(left);
            Files.delete(left.getParent());
        }
    }

    @Test
    void functionsEndWithAPlatformThatIsKilledAndItsControlGroupsAreRemovedByTheNext() throws Exception {
        Process platform = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingPlatform.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = platform.inputReader()) {
            List<String> lines =
                    said.lines().filter(line -> !line.contains(" ")).limit(3).toList();
            List<ProcessHandle> processes = Stream.of(lines.get(0).split(",", -1))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .flatMap(outermost -> Stream.concat(Stream.of(outermost), outermost.descendants()))
                    .toList();
            var instance = new PlatformInstance(lines.get(1));
            assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
            assertThat(groupsOf(instance)).isNotEmpty();

            platform.destroyForcibly().waitFor();

            await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            try (var next = RuntimeHarness.with().start()) {
                assertThat(groupsOf(instance)).isEmpty();
                assertThat(groupsOf(next.runtime().instance())).isNotEmpty();
            }
            Path directory = Path.of(lines.get(2));
            InstanceDirectory.prepare(directory.resolve("run"), PlatformInstance.next())
                    .removeLeftOvers();
            assertThat(directory.resolve("run").resolve("node-" + instance.name()))
                    .doesNotExist();
            assertThat(Files.readAllLines(Path.of("/proc/self/mounts")))
                    .noneMatch(mount -> mount.contains(directory.toString()));
            FileSystemUtils.deleteRecursively(directory);
        } finally {
            platform.destroyForcibly();
        }
    }

    @Test
    void withoutASandboxFunctionsRunAsPlainProcesses() {
        try (var runtime = RuntimeHarness.with().sandbox(SandboxMode.NONE).start()) {
            FunctionVersion python = runtime.python("""
                    import os
                    def handler(event, context):
                        return [os.getcwd() == os.environ['LAMBDA_TASK_ROOT'], 'HOME' in os.environ, len(os.environ) < 30]
                    """).latest();
            FunctionVersion node =
                    runtime.node("exports.handler = async (event) => event").latest();
            FunctionVersion shell = runtime.shellAnswering("echo 7").latest();

            assertThat(runtime.runtime().sandbox().isolating()).isFalse();
            assertThat(runtime.runtime().sandbox().runsFunctions()).isTrue();
            assertThat(runtime.answer(python, "{}")).isEqualToIgnoringWhitespace("[true,true,true]");
            assertThat(((Returned) runtime.invoke(python, "{}")).report().maxMemoryMb())
                    .isPositive();
            assertThat(runtime.answer(node, "8")).isEqualTo("8");
            assertThat(runtime.answer(shell, "{}").strip()).isEqualTo("7");
        }
    }

    @Test
    void withoutASandboxATimeOutEndsWhatTheFunctionStarted() {
        try (var runtime = RuntimeHarness.with().sandbox(SandboxMode.NONE).start()) {
            FunctionVersion parent = runtime.python("""
                    import subprocess
                    def handler(event, context):
                        subprocess.run(['sleep', '613'])
                    """).timeoutSeconds(1).latest();

            assertThat(runtime.invoke(parent, "{}")).isInstanceOf(TimedOut.class);

            runtime.runtime().stop();
            assertThat(ProcessHandle.allProcesses())
                    .noneMatch(
                            process -> process.info().commandLine().orElse("").endsWith("sleep 613"));
        }
    }

    @Test
    void theCatalogSaysWhatThisHostServes() {
        try (var runtime = RuntimeHarness.with().start()) {
            var catalog = runtime.runtime().catalog();

            assertThat(catalog.refusalOf(runtime("python3.11"))).isEmpty();
            assertThat(catalog.refusalOf(runtime("provided.al2023"))).isEmpty();
            assertThat(catalog.refusalOf(runtime("python3.4")))
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .contains("no interpreter for python3.4")
                            .contains("python3.11"));
        }
    }

    private static FunctionRuntime runtime(String id) {
        return FunctionRuntime.parse(id).orElseThrow();
    }

    private static Path group(PlatformInstance instance) throws IOException {
        Path memory = GROUPS.resolve("memory");
        Path base = Files.isDirectory(memory) ? memory : GROUPS;
        return Files.createDirectories(
                base.resolve("glowplug").resolve(instance.name()).resolve("0123"));
    }

    private static List<Path> groupsOf(PlatformInstance instance) throws IOException {
        try (Stream<Path> all = Files.find(
                GROUPS, 4, (path, _) -> path.endsWith("glowplug/" + instance.name()), FileVisitOption.FOLLOW_LINKS)) {
            return all.toList();
        }
    }
}
