// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

/** The memory that environments may have between them, in MiB. */
final class MemoryBudget {

    private final long totalMb;
    private long reservedMb;

    MemoryBudget(long totalMb) {
        this.totalMb = totalMb;
    }

    long totalMb() {
        return totalMb;
    }

    long reservedMb() {
        return reservedMb;
    }

    long freeMb() {
        return totalMb - reservedMb;
    }

    boolean reserve(long mb) {
        if (mb > freeMb()) {
            return false;
        }
        reservedMb += mb;
        return true;
    }

    void release(long mb) {
        reservedMb -= mb;
    }
}
