// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ControlGroupProbe;
import io.glowplug.runtime.sandbox.cgroup.ControlGroups;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.InternetAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Finds out at start, by trying, whether this host can wall functions in. */
public final class SandboxProbe {

    private static final Logger log = LoggerFactory.getLogger(SandboxProbe.class);
    private static final long PROBE_SECONDS = 10;

    private final Path init;
    private final Path instanceDirectory;
    private final PlatformInstance instance;

    /**
     * @param init the program {@code glowplug-init}
     * @param instanceDirectory private directory of this platform, for files shown in sandboxes
     */
    public SandboxProbe(Path init, Path instanceDirectory, PlatformInstance instance) {
        this.init = init;
        this.instanceDirectory = instanceDirectory;
        this.instance = instance;
    }

    /** What this host can do. */
    public sealed interface Finding {

        record Usable(Sandbox sandbox) implements Finding {}

        /** It cannot isolate; the reason is a sentence that says what is missing. */
        record Unusable(String reason) implements Finding {}
    }

    public Finding find(SandboxMode mode) {
        return switch (mode) {
            case NONE -> new Finding.Usable(new OpenSandbox(init));
            case REQUIRED -> isolating();
        };
    }

    private Finding isolating() {
        Optional<Path> bubblewrap = onPath("bwrap");
        if (bubblewrap.isEmpty()) {
            return unusable("the program bwrap is not installed (Debian, Ubuntu, Fedora: package bubblewrap)");
        }
        ControlGroups groups;
        try {
            groups = ControlGroupProbe.find(instance);
        } catch (AccessDeniedException e) {
            return unusable("control groups cannot be used: this user may not write to " + e.getMessage()
                    + "; without root they have to be handed over to it, see docs/security.md");
        } catch (IOException e) {
            return unusable("control groups cannot be used: " + describe(e));
        }
        Finding finding = isolating(bubblewrap.get(), groups);
        if (finding instanceof Finding.Unusable) {
            giveBack(groups);
        }
        return finding;
    }

    private Finding isolating(Path bubblewrap, ControlGroups groups) {
        try {
            return tryOut(new BubblewrapSandbox(prepare(bubblewrap), groups, new InternetAccess(), null));
        } catch (IOException e) {
            return unusable("a sandbox cannot be started: " + describe(e));
        }
    }

    private static void giveBack(ControlGroups groups) {
        try {
            groups.close();
        } catch (IOException e) {
            log.warn("The control groups of this platform could not be removed", e);
        }
    }

    private HostSupport prepare(Path bubblewrap) throws IOException {
        boolean forbidsUserNamespaces =
                run(List.of(bubblewrap.toString(), "--help")).output().contains("--disable-userns");
        return new HostSupport(
                init,
                bubblewrap,
                forbidsUserNamespaces,
                new HostSupport.Etc(
                        EtcDirectory.withoutNetwork(instanceDirectory.resolve("etc")),
                        EtcDirectory.withInternet(instanceDirectory.resolve("etc-with-internet")),
                        EtcDirectory.withHostNetwork(instanceDirectory.resolve("etc-with-network"))));
    }

    private Finding tryOut(BubblewrapSandbox sandbox) throws IOException {
        Ran without = runIn(sandbox, NetworkAccess.NONE);
        if (without.status() != 0) {
            return unusable("bwrap says: " + without.output().strip());
        }
        Ran with = runIn(sandbox, NetworkAccess.INTERNET);
        return new Finding.Usable(
                with.status() == 0
                        ? sandbox
                        : sandbox.withoutInternet("This node cannot give functions the network access internet: "
                                + with.output().strip()));
    }

    private Ran runIn(BubblewrapSandbox sandbox, NetworkAccess network) throws IOException {
        Path directory = Files.createDirectories(instanceDirectory.resolve("probe"));
        var command = new SandboxedCommand(
                List.of("/bin/true"), Map.of(), directory, directory, null, Map.of(), Map.of(), network, 1);
        ControlGroup group = sandbox.group("probe", new ResourceLimits(128));
        Sandbox.Launch launch = sandbox.launch(command, group, directory, (_, _) -> {});
        try {
            return run(launch.command());
        } finally {
            launch.attached().close();
            group.remove();
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private record Ran(int status, String output) {}

    private static Ran run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        CompletableFuture.delayedExecutor(PROBE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (var output = process.getInputStream()) {
            process.getOutputStream().close();
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), text);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(path.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Finding.Unusable unusable(String reason) {
        return new Finding.Unusable(
                "This node cannot isolate functions: " + reason
                        + ". Install what is missing, or set GLOWPLUG_SANDBOX=none to run trusted functions without isolation.");
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName().replaceAll("(Exception)?$", "") + " " + e.getMessage();
    }
}
