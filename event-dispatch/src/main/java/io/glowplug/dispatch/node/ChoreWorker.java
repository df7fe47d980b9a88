// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.Chore;
import io.glowplug.dispatch.Leadership;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import io.glowplug.registry.DatabaseOutage;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the chores on the node that leads, each in a loop of its own, so that a long one holds up no other. */
public final class ChoreWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChoreWorker.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER_OUTAGE = Duration.ofSeconds(2);
    private static final Duration NEXT_TRY = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final List<Round> rounds;
    private List<BackgroundLoop> loops = List.of();

    public ChoreWorker(Leadership leadership, List<Chore> chores) {
        this.rounds = chores.stream().map(chore -> new Round(chore, leadership)).toList();
    }

    @Override
    public synchronized void start() {
        if (loops.isEmpty()) {
            loops = rounds.stream()
                    .map(round -> BackgroundLoop.start("chore-" + round.chore.name(), round::waitAndWork))
                    .toList();
        }
    }

    @Override
    public synchronized void stop() {
        loops.forEach(BackgroundLoop::stop);
        rounds.forEach(round -> round.stopped.raise());
        loops.forEach(loop -> loop.stopAndJoin(STEP));
        loops = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !loops.isEmpty();
    }

    /** Stops before the heart does, which gives the leadership away. */
    @Override
    public int getPhase() {
        return NodeHeart.PHASE + 1;
    }

    /** One chore and when it is due. Used by its own loop alone. */
    private static final class Round {

        private final Chore chore;
        private final Leadership leadership;
        private final WakeUp stopped = new WakeUp();
        private boolean led;
        private long due = System.nanoTime();

        private Round(Chore chore, Leadership leadership) {
            this.chore = chore;
            this.leadership = leadership;
        }

        private void waitAndWork() {
            if (stopped.await(LOOK)) {
                return;
            }
            boolean leads = leadership.isLeader();
            if (leads && !led) {
                due = System.nanoTime();
            } else if (led && !leads) {
                chore.laidDown().run();
            }
            led = leads;
            if (leads && due - System.nanoTime() <= 0) {
                due = System.nanoTime() + work().toNanos();
            }
        }

        private Duration work() {
            try {
                chore.work().run();
                return chore.every();
            } catch (RuntimeException failed) {
                Duration next = chore.every().compareTo(NEXT_TRY) < 0 ? chore.every() : NEXT_TRY;
                if (DatabaseOutage.isBehind(failed)) {
                    return RETRY_AFTER_OUTAGE;
                }
                log.warn("The chore {} failed and is tried again in {}: {}", chore.name(), next, failed.toString());
                return next;
            }
        }
    }
}
