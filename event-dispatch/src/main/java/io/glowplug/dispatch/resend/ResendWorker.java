// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Goes on with redrives and replays for as long as the node runs. */
public final class ResendWorker implements SmartLifecycle {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_PORTION = Duration.ofSeconds(10);

    private final ResendPortions portions;
    private final WakeUp wakeUp = new WakeUp();
    private @Nullable BackgroundLoop loop;

    public ResendWorker(ResendPortions portions) {
        this.portions = portions;
    }

    /** Has it look at once: something was started. */
    void wake() {
        wakeUp.raise();
    }

    @Override
    public synchronized void start() {
        if (loop == null) {
            loop = BackgroundLoop.start("resend", this::sendOrWait);
        }
    }

    /** Lets the portion that is being sent end. */
    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.stop();
            wakeUp.raise();
            loop.stopAndJoin(LONGEST_PORTION);
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    private void sendOrWait() {
        if (!portions.sendNext()) {
            Duration wait = portions.untilNext(LONGEST_WAIT);
            // One that is due and was not found is in the hands of another node.
            wakeUp.await(wait.isPositive() ? wait : LONGEST_WAIT);
        }
    }
}
