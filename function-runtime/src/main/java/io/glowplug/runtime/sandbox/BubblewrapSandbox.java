// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.runtime.RuntimeStatus.SandboxStatus;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ControlGroups;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Namespaces by bubblewrap, limits by control groups. */
final class BubblewrapSandbox implements Sandbox {

    /** Open files, Lambda's number: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
    private static final int MAX_OPEN_FILES = 1024;

    private final HostSupport host;
    private final ControlGroups groups;

    BubblewrapSandbox(HostSupport host, ControlGroups groups) {
        this.host = host;
        this.groups = groups;
    }

    @Override
    public SandboxStatus status() {
        return new SandboxStatus(
                true, true, "Functions are isolated by Linux namespaces and limited by control groups.");
    }

    @Override
    public boolean hasOwnPaths() {
        return true;
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
    public Launch launch(SandboxedCommand command, ControlGroup group, Path environmentDirectory) throws IOException {
        Path arguments = environmentDirectory.resolve("sandbox-arguments");
        Files.createFile(arguments, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(arguments, BubblewrapCommand.arguments(command, host), StandardOpenOption.WRITE);

        var line = new ArrayList<String>(List.of(
                host.init().toString(),
                "enter",
                "--parent",
                Long.toString(ProcessHandle.current().pid())));
        for (Path file : group.joinFiles()) {
            line.add("--cgroup");
            line.add(file.toString());
        }
        line.addAll(List.of("--nofile", Integer.toString(MAX_OPEN_FILES), "--fd3", arguments.toString(), "--"));
        line.addAll(List.of(host.bubblewrap().toString(), "--args", "3", "--"));
        line.addAll(command.command());
        return new Launch(line, Map.of(), environmentDirectory);
    }

    @Override
    public void removeLeftOvers() throws IOException {
        groups.removeLeftOvers();
    }

    @Override
    public void close() throws IOException {
        groups.close();
    }
}
