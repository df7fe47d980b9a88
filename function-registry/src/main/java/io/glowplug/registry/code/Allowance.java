// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

/** How much an archive may still cost; ends a bomb while it goes off. */
final class Allowance {

    private final long total;
    private long left;

    Allowance(long total) {
        this.total = total;
        this.left = total;
    }

    /** Returns false when there was not that much left. */
    boolean tryTake(long amount) {
        left -= amount;
        return left >= 0;
    }

    long total() {
        return total;
    }

    long taken() {
        return total - left;
    }
}
