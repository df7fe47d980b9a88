// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import java.lang.management.ManagementFactory;

/** How much memory there is for functions when nobody says. */
final class NodeMemory {

    private static final long MEBIBYTE = 1024 * 1024;

    private NodeMemory() {}

    /** Four fifths of what this process's own heap leaves; the rest is for the kernel and everybody else. */
    static long defaultBudgetMb() {
        return budgetMb(memoryOfHost(), Runtime.getRuntime().maxMemory());
    }

    static long budgetMb(long hostBytes, long ownHeapBytes) {
        return Math.max(0, hostBytes - ownHeapBytes) * 4 / 5 / MEBIBYTE;
    }

    /** The JDK knows about the limits of control groups of either version. */
    private static long memoryOfHost() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }
}
