// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.RuntimeStatus.SandboxStatus;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How processes of functions are walled in on this node. */
public sealed interface Sandbox permits BubblewrapSandbox, OpenSandbox {

    SandboxStatus status();

    /** Whether a process sees the code, the runtime's files and the wire at {@link SandboxPaths}. */
    boolean hasOwnPaths();

    /** Returns why functions cannot have that network here, in one sentence for the user; empty if they can. */
    Optional<String> refusalOf(NetworkAccess.Mode network);

    ControlGroup group(String environmentId, ResourceLimits limits) throws IOException;

    /**
     * Returns what to start for a command to run in the sandbox and in that group.
     *
     * @param environmentDirectory the environment's private directory on this host, for what the start needs
     * @param watch is told what the command's network keeps from it
     * @throws IOException among other things where this node cannot give the command the network it is to have
     */
    Launch launch(SandboxedCommand command, ControlGroup group, Path environmentDirectory, NetworkWatch watch)
            throws IOException;

    /** Removes what platforms that are no longer running left behind. */
    void removeLeftOvers() throws IOException;

    /** Gives back what the sandbox of this node holds; no environment may be left. */
    void close() throws IOException;

    /**
     * A command line for this host, with its variables and working directory.
     *
     * @param attached what serves the process from outside; to be closed once the process has ended
     */
    record Launch(List<String> command, Map<String, String> environment, Path directory, Closeable attached) {}
}
