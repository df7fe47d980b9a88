// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.loop;

import io.glowplug.registry.DatabaseOutage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Repeats a step on a thread until it is stopped. A step that throws is repeated after a pause that doubles up
 * to a limit, so an unreachable database costs no processor time and is back in use soon after it returns. That it is
 * away is said elsewhere, once.
 */
public final class BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Runnable step;
    private final WakeUp stopped = new WakeUp();
    private volatile boolean running = true;
    private final Thread thread;

    private BackgroundLoop(String name, Runnable step, Thread.Builder thread) {
        this.name = name;
        this.step = step;
        this.thread = thread.name(name).unstarted(this::run);
    }

    /** Starts a loop on a virtual thread. A step that has nothing to do has to wait, at most for about a second. */
    public static BackgroundLoop start(String name, Runnable step) {
        return start(new BackgroundLoop(name, step, Thread.ofVirtual()));
    }

    /**
     * The same on a thread of the system, for the few that every event waits for: between the database's answer and the
     * next step there is no queue of other virtual threads then.
     */
    public static BackgroundLoop startOnThreadOfItsOwn(String name, Runnable step) {
        return start(new BackgroundLoop(name, step, Thread.ofPlatform().daemon()));
    }

    private static BackgroundLoop start(BackgroundLoop loop) {
        loop.thread.start();
        return loop;
    }

    public boolean isRunning() {
        return running;
    }

    /** Lets the current step end and no other begin. */
    public void stop() {
        running = false;
        stopped.raise();
    }

    /** Stops and waits for the end of the current step, at most that long. */
    public void stopAndJoin(Duration atMost) {
        stop();
        try {
            thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (running) {
            try {
                step.run();
                pause = FIRST_PAUSE;
            } catch (RuntimeException | Error e) { // a loop that has ended would be missed by nobody
                if (!running) {
                    return;
                }
                if (DatabaseOutage.isBehind(e)) {
                    LOG.debug("{} waits for the database", name, e);
                } else {
                    LOG.warn(
                            "{} failed and goes on in {} ms: {}",
                            name,
                            pause.toMillis(),
                            NestedExceptionUtils.getMostSpecificCause(e).toString());
                }
                stopped.await(DatabaseOutage.spread(pause));
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            }
        }
    }
}
