// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

/** The memory that environments, and processes that wait to become some, may have between them, in MiB. Thread-safe. */
public final class MemoryBudget {

    private final long totalMb;
    private long reservedMb;

    public MemoryBudget(long totalMb) {
        this.totalMb = totalMb;
    }

    public long totalMb() {
        return totalMb;
    }

    public synchronized long reservedMb() {
        return reservedMb;
    }

    public synchronized long freeMb() {
        return totalMb - reservedMb;
    }

    public synchronized boolean reserve(long mb) {
        if (mb > totalMb - reservedMb) {
            return false;
        }
        reservedMb += mb;
        return true;
    }

    public synchronized void release(long mb) {
        reservedMb -= mb;
    }
}
