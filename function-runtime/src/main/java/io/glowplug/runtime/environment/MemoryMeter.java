// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory an environment has used so far. Read from the kernel now and then, as that costs more than a call. */
final class MemoryMeter {

    private static final long READ_EVERY_NANOS = 50_000_000;
    private static final long MEBIBYTE = 1024 * 1024;

    private final ControlGroup group;
    private final long pid;
    private final int limitMb;
    private long peakBytes;
    private long readAtNanos;

    MemoryMeter(ControlGroup group, long pid, int limitMb) {
        this.group = group;
        this.pid = pid;
        this.limitMb = limitMb;
        this.readAtNanos = System.nanoTime() - READ_EVERY_NANOS;
    }

    /** Returns MiB, at most the function's own limit: what the sandbox itself takes is not the function's. */
    int peakMb() {
        long now = System.nanoTime();
        if (now - readAtNanos >= READ_EVERY_NANOS) {
            readAtNanos = now;
            OptionalLong counted = group.peakMemoryBytes();
            peakBytes = Math.max(peakBytes, counted.isPresent() ? counted.getAsLong() : peakOfProcess());
        }
        return (int) Math.min(limitMb, (peakBytes + MEBIBYTE - 1) / MEBIBYTE);
    }

    private long peakOfProcess() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException ended) {
            return 0;
        }
        return 0;
    }
}
