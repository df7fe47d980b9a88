// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How busy the processors that this process may use have been, over the last few tenths of a second. */
final class ProcessorLoad {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double WEIGHT_OF_NEWEST = 0.5;
    private static final double SATURATED = 0.9;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long measuredNanos = System.nanoTime();
    private double load;

    /** To be called regularly; looks at most every fifth of a second. */
    void measure(long nowNanos) {
        if (nowNanos - measuredNanos >= INTERVAL_NANOS) {
            measuredNanos = nowNanos;
            // Below zero where the system does not tell.
            load += WEIGHT_OF_NEWEST * (Math.max(0, system.getCpuLoad()) - load);
        }
    }

    boolean saturated() {
        return load > SATURATED;
    }
}
