// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A flag to wait for. Raised many times before anybody looks, it wakes once. */
public final class WakeUp {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean raised;

    public void raise() {
        lock.lock();
        try {
            raised = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is raised, at most that long, and lowers it. Says whether it was raised. */
    public boolean await(Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!raised && left > 0) {
                left = changed.awaitNanos(left);
            }
            boolean was = raised;
            raised = false;
            return was;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
