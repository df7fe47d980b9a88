// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Three directories, one per controller. https://docs.kernel.org/admin-guide/cgroup-v1/ */
record ControlGroupV1(GroupDirectory memory, GroupDirectory pids, GroupDirectory cpu) implements ControlGroup {

    /** What {@code cpu.shares} is without a setting: one CPU's worth. */
    private static final int SHARES_PER_CPU = 1024;

    private static final String MEMORY = "memory.limit_in_bytes";
    private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";

    void create(ResourceLimits limits) throws IOException {
        for (GroupDirectory directory : List.of(memory, pids, cpu)) {
            directory.create();
        }
        memory.write(MEMORY, limits.memoryBytes());
        if (memory.has(MEMORY_AND_SWAP)) { // no swap on top, where the kernel counts swap
            memory.write(MEMORY_AND_SWAP, limits.memoryBytes());
        }
        pids.write("pids.max", ResourceLimits.MAX_PROCESSES);
        cpu.write("cpu.cfs_period_us", ResourceLimits.CPU_PERIOD_MICROS);
        limitProcessor(limits);
    }

    private void limitProcessor(ResourceLimits limits) throws IOException {
        cpu.write("cpu.shares", Math.max(2, limits.cpuWeight(SHARES_PER_CPU)));
        cpu.write("cpu.cfs_quota_us", limits.cpuQuotaMicros());
    }

    /** The kernel wants memory with swap never to be less than without. */
    @Override
    public void limit(ResourceLimits limits) throws IOException {
        long now = memory.number(MEMORY).orElse(Long.MAX_VALUE);
        var names = memory.has(MEMORY_AND_SWAP) ? List.of(MEMORY_AND_SWAP, MEMORY) : List.of(MEMORY);
        for (String name : limits.memoryBytes() > now ? names : names.reversed()) {
            memory.write(name, limits.memoryBytes());
        }
        limitProcessor(limits);
    }

    @Override
    public List<Path> joinFiles() {
        return Stream.of(memory, pids, cpu)
                .map(directory -> directory.file("cgroup.procs"))
                .toList();
    }

    @Override
    public OptionalLong peakMemoryBytes() {
        return memory.number("memory.max_usage_in_bytes");
    }

    @Override
    public long outOfMemoryKills() {
        return memory.counter("memory.oom_control", "oom_kill");
    }

    @Override
    public void kill() throws IOException {
        pids.killProcesses();
    }

    @Override
    public void remove() throws IOException {
        for (GroupDirectory directory : List.of(pids, memory, cpu)) {
            directory.killProcesses();
            directory.removeWhenEmpty();
        }
    }
}
