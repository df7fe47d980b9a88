// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything a function can see and do, as arguments of {@code bwrap}. What is not listed here is not there. */
final class BubblewrapCommand {

    /** Lambda's user has these numbers as well. */
    private static final String USER_ID = "993";

    private static final String GROUP_ID = "990";

    /**
     * Parts of {@code /proc} that reach beyond the process. A platform that runs as root shares its user id with its
     * functions as far as the host is concerned, and the kernel lets that user write to {@code /proc/sys} without any
     * capability; so these are mounted again, read-only.
     */
    private static final List<String> PROC_READ_ONLY = List.of("/proc/sys", "/proc/bus", "/proc/fs", "/proc/irq");

    /** Files of {@code /proc} that tell of the host, or command it. */
    private static final List<String> PROC_HIDDEN_FILES = List.of(
            "/proc/kcore", "/proc/keys", "/proc/mtrr", "/proc/sched_debug", "/proc/sysrq-trigger", "/proc/timer_list");

    private static final List<String> PROC_HIDDEN_DIRECTORIES = List.of("/proc/acpi", "/proc/asound", "/proc/scsi");

    /** Where {@code glowplug-init} leaves the filter of system calls. */
    static final int FILTER_DESCRIPTOR = 4;

    private final List<String> arguments = new ArrayList<>();

    private BubblewrapCommand() {}

    /** Returns the arguments, each ended by a zero byte, as {@code bwrap --args} reads them. */
    static byte[] arguments(SandboxedCommand command, HostSupport host) {
        var bubblewrap = new BubblewrapCommand();
        bubblewrap.namespaces(command.network(), host);
        bubblewrap.system(host, command.network());
        bubblewrap.proc();
        bubblewrap.function(command);
        command.environment().forEach((name, value) -> bubblewrap.add("--setenv", name, value));
        return (String.join("\0", bubblewrap.arguments) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private void namespaces(NetworkAccess network, HostSupport host) {
        add("--unshare-user", "--uid", USER_ID, "--gid", GROUP_ID);
        add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "glowplug");
        // With the internet, the process that becomes bwrap is in a network of its own already.
        if (network.mode() == NetworkAccess.Mode.NONE) {
            add("--unshare-net");
        }
        if (host.canForbidUserNamespaces()) {
            add("--disable-userns");
        }
        add("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL");
        add("--seccomp", Integer.toString(FILTER_DESCRIPTOR));
    }

    private void system(HostSupport host, NetworkAccess network) {
        add("--ro-bind", "/usr", "/usr");
        for (String directory : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")) {
            linkOrBind(Path.of(directory));
        }
        bashAsShell();
        add("--ro-bind", host.etc().of(network.mode()).toString(), "/etc");
        add("--dev", "/dev", "--remount-ro", "/dev");
    }

    /** On a merged system these are links into {@code /usr}; elsewhere directories of their own. */
    private void linkOrBind(Path directory) {
        if (Files.isSymbolicLink(directory)) {
            add("--symlink", "usr/" + directory.getFileName(), directory.toString());
        } else if (Files.isDirectory(directory)) {
            add("--ro-bind", directory.toString(), directory.toString());
        }
    }

    /**
     * On Amazon Linux {@code sh} is bash, and scripts for it begin with {@code set -euo pipefail}, which other shells
     * refuse. So it is bash here as well, wherever the host has one.
     */
    private void bashAsShell() {
        Path shell = Path.of("/bin/sh");
        Path bash = Path.of("/bin/bash");
        if (Files.isExecutable(bash) && Files.exists(shell)) {
            try {
                String hosts = shell.toRealPath().toString();
                String wanted = bash.toRealPath().toString();
                if (!wanted.equals(hosts)) {
                    add("--ro-bind", wanted, hosts);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The host's shell cannot be found", e);
            }
        }
    }

    private void proc() {
        add("--proc", "/proc");
        existing(PROC_READ_ONLY).forEach(path -> add("--ro-bind", path, path));
        existing(PROC_HIDDEN_FILES).forEach(path -> add("--ro-bind", "/dev/null", path));
        existing(PROC_HIDDEN_DIRECTORIES).forEach(path -> add("--tmpfs", path, "--remount-ro", path));
    }

    private static Stream<String> existing(List<String> paths) {
        return paths.stream().filter(path -> Files.exists(Path.of(path)));
    }

    private void function(SandboxedCommand command) {
        // The size belongs to the file system named next.
        add("--size", Long.toString(command.ephemeralStorageMb() * 1024L * 1024), "--perms", "1777", "--tmpfs", "/tmp");
        add("--ro-bind", command.code().toString(), SandboxPaths.CODE);
        command.runtimeFiles()
                .forEach((name, file) -> add("--ro-bind", file.toString(), SandboxPaths.RUNTIME + "/" + name));
        // Read-only is enough to connect to a socket, and the host's disk stays out of reach.
        add("--ro-bind", command.channelDirectory().toString(), SandboxPaths.CHANNEL);
        if (command.layers() == null) {
            add("--dir", SandboxPaths.LAYERS);
        } else {
            add("--ro-bind", command.layers().toString(), SandboxPaths.LAYERS);
        }
        command.links().forEach((link, target) -> add("--symlink", target, link));
        add("--remount-ro", "/", "--chdir", SandboxPaths.CODE);
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }
}
