// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.runtime.AttemptRequest;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An invocation that waits for an environment, on the thread that made it. */
final class Waiter {

    private final AttemptRequest request;
    private final long arrivedNanos;
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Grant grant;

    Waiter(AttemptRequest request, long arrivedNanos) {
        this.request = request;
        this.arrivedNanos = arrivedNanos;
    }

    AttemptRequest request() {
        return request;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    @Nullable
    Grant grant() {
        return grant;
    }

    void give(Grant given) {
        grant = given;
        LockSupport.unpark(thread);
    }

    /** Returns what it was given, or null when it was interrupted or nothing came before that time. */
    @Nullable
    Grant awaitUntil(long untilNanos) {
        while (true) {
            Grant given = grant;
            long left = untilNanos - System.nanoTime();
            if (given != null || left <= 0 || thread.isInterrupted()) {
                return given;
            }
            LockSupport.parkNanos(this, left);
        }
    }
}
