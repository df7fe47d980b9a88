// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

/**
 * What an environment may use, following Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 *
 * @param memoryMb the function's memory setting, in MiB
 * @param starting whether it is on its way, and weighs as much as a whole processor, so that a small function does not
 *     start slowly beside others that run; Lambda does the same
 */
public record ResourceLimits(int memoryMb, boolean starting) {

    /** Threads and processes, Lambda's number: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
    public static final int MAX_PROCESSES = 1024;

    /** At this setting a function has one virtual CPU. */
    private static final int MEMORY_MB_PER_CPU = 1769;

    /** For the sandbox's own processes (bubblewrap and its init, about 1 MiB each) and the kernel's memory for them. */
    private static final int SANDBOX_MEMORY_MB = 16;

    static final int CPU_PERIOD_MICROS = 100_000;

    public ResourceLimits(int memoryMb) {
        this(memoryMb, false);
    }

    public ResourceLimits whileStarting() {
        return new ResourceLimits(memoryMb, true);
    }

    long memoryBytes() {
        return (memoryMb + SANDBOX_MEMORY_MB) * 1024L * 1024;
    }

    /**
     * Never less than one CPU, or a small function's interpreter would take a second to start. Under contention the
     * weight does what Lambda's small quota does.
     */
    long cpuQuotaMicros() {
        return CPU_PERIOD_MICROS * (long) Math.max(memoryMb, MEMORY_MB_PER_CPU) / MEMORY_MB_PER_CPU;
    }

    /** Share among environments that compete, where {@code unit} stands for one CPU. */
    long cpuWeight(int unit) {
        long inProportion = Math.max(1, unit * (long) memoryMb / MEMORY_MB_PER_CPU);
        return starting ? Math.max(unit, inProportion) : inProportion;
    }
}
