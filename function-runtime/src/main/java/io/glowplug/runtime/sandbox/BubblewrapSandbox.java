// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.RuntimeStatus.SandboxStatus;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ControlGroups;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.InternetAccess;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Namespaces by bubblewrap, limits by control groups. */
final class BubblewrapSandbox implements Sandbox {

    /** Open files, Lambda's number: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
    private static final int MAX_OPEN_FILES = 1024;

    /** The kernel gives a user 128 of them by default, and functions share theirs with the platform. */
    private static final int MAX_INOTIFY_INSTANCES = 16;

    private final HostSupport host;
    private final ControlGroups groups;
    private final InternetAccess internet;
    private final @Nullable String noInternet;

    /** @param noInternet why functions cannot have the internet, or null if they can */
    BubblewrapSandbox(HostSupport host, ControlGroups groups, InternetAccess internet, @Nullable String noInternet) {
        this.host = host;
        this.groups = groups;
        this.internet = internet;
        this.noInternet = noInternet;
    }

    BubblewrapSandbox withoutInternet(String reason) {
        return new BubblewrapSandbox(host, groups, internet, reason);
    }

    @Override
    public SandboxStatus status() {
        return new SandboxStatus(
                true,
                true,
                "Functions are isolated by Linux namespaces and limited by control groups."
                        + (noInternet == null ? "" : " " + noInternet));
    }

    @Override
    public boolean hasOwnPaths() {
        return true;
    }

    @Override
    public Optional<String> refusalOf(NetworkAccess.Mode network) {
        return switch (network) {
            case NONE, HOST -> Optional.empty();
            case INTERNET -> Optional.ofNullable(noInternet);
        };
    }

    @Override
    public ControlGroup group(String environmentId, ResourceLimits limits) throws IOException {
        return groups.create(environmentId, limits);
    }

    /**
     * The arguments go through a file, as every user of the host can read a command line and the function's variables
     * may be secrets. Nor are they variables of {@code bwrap} itself, which would obey a {@code LD_PRELOAD} among them.
     */
    @Override
    public Launch launch(SandboxedCommand command, ControlGroup group, Path environmentDirectory, NetworkWatch watch)
            throws IOException {
        Path arguments = environmentDirectory.resolve("sandbox-arguments");
        Files.createFile(arguments, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(arguments, BubblewrapCommand.arguments(command, host), StandardOpenOption.WRITE);

        List<String> line = EnterCommand.into(group, host.init());
        line.addAll(List.of("--nofile", Integer.toString(MAX_OPEN_FILES)));
        line.addAll(List.of("--inotify", Integer.toString(MAX_INOTIFY_INSTANCES)));
        Closeable attached = attach(command.network(), environmentDirectory.resolve("internet"), watch, line);
        line.addAll(List.of("--fd3", arguments.toString()));
        line.addAll(List.of("--filter", Integer.toString(BubblewrapCommand.FILTER_DESCRIPTOR), "--"));
        line.addAll(List.of(host.bubblewrap().toString(), "--args", "3", "--"));
        line.addAll(command.command());
        return new Launch(line, Map.of(), environmentDirectory, attached);
    }

    /** The gateway's socket lies where only {@code glowplug-init} sees it, which runs outside the sandbox. */
    private Closeable attach(NetworkAccess network, Path socket, NetworkWatch watch, List<String> line)
            throws IOException {
        return switch (network.mode()) {
            case NONE, HOST -> () -> {};
            case INTERNET -> {
                if (noInternet != null) {
                    throw new IOException(noInternet);
                }
                line.addAll(List.of("--gateway", socket.toString()));
                yield internet.open(socket, network.allow(), watch);
            }
        };
    }

    @Override
    public void removeLeftOvers() throws IOException {
        groups.removeLeftOvers();
    }

    @Override
    public void close() throws IOException {
        internet.close();
        groups.close();
    }
}
