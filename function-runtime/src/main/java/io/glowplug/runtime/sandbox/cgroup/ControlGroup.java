// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The group of one environment. */
public sealed interface ControlGroup permits ControlGroupV1, ControlGroupV2, NoControlGroups.None {

    /** Files a process writes itself into to join, all of them. */
    List<Path> joinFiles();

    /** Sets other limits than it was made with. */
    void limit(ResourceLimits limits) throws IOException;

    /** Most memory used so far, or empty where nothing counts it. */
    OptionalLong peakMemoryBytes();

    /** How often the kernel killed something in it for want of memory. */
    long outOfMemoryKills();

    /** Kills everything in it. */
    void kill() throws IOException;

    /** Kills what is left and removes the group, waiting for the kernel as long as that takes, within bounds. */
    void remove() throws IOException;
}
