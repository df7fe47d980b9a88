// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** One directory. https://docs.kernel.org/admin-guide/cgroup-v2.html */
record ControlGroupV2(GroupDirectory directory) implements ControlGroup {

    /** What {@code cpu.weight} is without a setting: one CPU's worth. */
    private static final int WEIGHT_PER_CPU = 100;

    void create(ResourceLimits limits) throws IOException {
        directory.create();
        limit(limits);
        if (directory.has("memory.swap.max")) {
            directory.write("memory.swap.max", 0);
        }
        if (directory.has("memory.oom.group")) { // the whole sandbox at once: half of one is of no use
            directory.write("memory.oom.group", 1);
        }
        directory.write("pids.max", ResourceLimits.MAX_PROCESSES);
    }

    @Override
    public void limit(ResourceLimits limits) throws IOException {
        directory.write("memory.max", limits.memoryBytes());
        directory.write("cpu.weight", limits.cpuWeight(WEIGHT_PER_CPU));
        directory.write("cpu.max", limits.cpuQuotaMicros() + " " + ResourceLimits.CPU_PERIOD_MICROS);
    }

    @Override
    public List<Path> joinFiles() {
        return List.of(directory.file("cgroup.procs"));
    }

    @Override
    public OptionalLong peakMemoryBytes() {
        // memory.peak came with Linux 5.19; before it, what is used now is the best there is.
        OptionalLong peak = directory.number("memory.peak");
        return peak.isPresent() ? peak : directory.number("memory.current");
    }

    @Override
    public long outOfMemoryKills() {
        return directory.counter("memory.events", "oom_kill");
    }

    @Override
    public void kill() throws IOException {
        if (directory.has("cgroup.kill")) { // since Linux 5.14
            directory.write("cgroup.kill", 1);
        } else {
            directory.killProcesses();
        }
    }

    @Override
    public void remove() throws IOException {
        if (directory.has("cgroup.procs")) {
            kill();
        }
        directory.removeWhenEmpty();
    }
}
