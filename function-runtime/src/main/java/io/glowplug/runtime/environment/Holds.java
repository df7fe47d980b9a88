// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who still needs something; the last one to let go gives it back. */
final class Holds {

    private final AtomicInteger count;
    private final Runnable whenFree;

    Holds(int initially, Runnable whenFree) {
        this.count = new AtomicInteger(initially);
        this.whenFree = whenFree;
    }

    /** Returns false if nobody holds it any more, so that it is lost. */
    boolean acquire() {
        return count.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void release() {
        if (count.decrementAndGet() == 0) {
            whenFree.run();
        }
    }
}
