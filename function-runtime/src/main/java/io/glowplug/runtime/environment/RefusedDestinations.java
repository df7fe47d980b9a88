// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.sandbox.network.NetworkRefusals;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import java.util.concurrent.TimeUnit;

/** Counts what one environment tried to reach in vain, and tells its log of it, once a second at most. */
final class RefusedDestinations implements NetworkWatch {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String functionName;
    private final PlatformLines lines;
    private final OutputCapture output;
    private final NetworkRefusals refusals;
    private long lastLine = System.nanoTime() - PAUSE_NANOS;
    private long untold;

    RefusedDestinations(FunctionVersion version, PlatformLines lines, OutputCapture output, NetworkRefusals refusals) {
        this.functionName = version.functionName();
        this.lines = lines;
        this.output = output;
        this.refusals = refusals;
    }

    @Override
    public synchronized void refused(String destination, String reason) {
        refusals.count(functionName);
        long now = System.nanoTime();
        if (now - lastLine < PAUSE_NANOS) {
            untold++;
            return;
        }
        String others = untold == 0 ? "" : " (and " + untold + " more since the last such line)";
        output.platform(lines.fault("Network access to " + destination + " was refused because it " + reason + others));
        lastLine = now;
        untold = 0;
    }
}
