// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.TriggerLease;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the source of one revision of one trigger open, on a virtual thread: opens it again after a failure with a
 * growing pause, and closes it when told to, when the lease is lost and when the lease was not renewed in time.
 */
final class SourceRunner {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private enum Order {
        STOP,
        REOPEN
    }

    private final TriggerDefinition trigger;
    private final TriggerLease lease;
    private final LeaseTerm term;
    private final SourceOpener opener;
    private final Runnable onEnd;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private Duration pause = FIRST_PAUSE;
    private volatile @Nullable TriggerSource source;
    private volatile @Nullable String problem;
    private volatile boolean ended;

    SourceRunner(TriggerDefinition trigger, TriggerLease lease, LeaseTerm term, SourceOpener opener, Runnable onEnd) {
        this.trigger = trigger;
        this.lease = lease;
        this.term = term;
        this.opener = opener;
        this.onEnd = onEnd;
        this.thread = Thread.ofVirtual().name("trigger-" + trigger.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    TriggerDefinition trigger() {
        return trigger;
    }

    TriggerLease lease() {
        return lease;
    }

    LeaseTerm term() {
        return term;
    }

    /** Asks for the end; returns at once. */
    void stop() {
        orders.add(Order.STOP);
    }

    /** Asks for the source to be closed and opened again; returns at once. */
    void reopen() {
        orders.add(Order.REOPEN);
    }

    boolean hasEnded() {
        return ended;
    }

    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    /** How the open source is doing, or empty while it is not open. */
    Optional<SourceHealth> health() {
        TriggerSource open = source;
        return open == null ? Optional.empty() : Optional.of(open.health());
    }

    /** Why the source could not be opened, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = keepOpenUntilOrdered() == Order.REOPEN;
            }
        } finally {
            ended = true;
            onEnd.run();
        }
    }

    private Order keepOpenUntilOrdered() {
        TriggerSource opened;
        try {
            opened = opener.open(trigger, lease, this::stop);
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                LOG.warn("Trigger {} cannot be opened, next try in {}", trigger.name(), pause, e);
            }
            problem = "cannot be opened: " + e.getMessage();
            return awaitNextTry();
        }
        problem = null;
        pause = FIRST_PAUSE;
        source = opened;
        Order order = awaitOrder(FOR_EVER);
        source = null;
        close(opened);
        return order;
    }

    private Order awaitNextTry() {
        Order order = awaitOrder(DatabaseOutage.spread(pause));
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return order;
    }

    private void close(TriggerSource opened) {
        try {
            opened.close();
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} did not close cleanly", trigger.name(), e);
        }
    }

    /** Waits for an order: to open again when the time is up, and to stop when the lease is. */
    private Order awaitOrder(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long untilDeadline = deadline - System.nanoTime();
                long usable = term.usableFor().toNanos();
                if (usable <= 0) {
                    LOG.warn("Trigger {} is closed: its lease could not be renewed", trigger.name());
                    return Order.STOP;
                }
                if (untilDeadline <= 0) {
                    return Order.REOPEN;
                }
                Order order = orders.poll(Math.min(untilDeadline, usable), TimeUnit.NANOSECONDS);
                if (order != null) {
                    return order;
                }
            }
        } catch (InterruptedException e) {
            return Order.STOP;
        }
    }
}
