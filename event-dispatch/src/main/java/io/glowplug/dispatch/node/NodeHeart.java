// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import io.glowplug.dispatch.node.NodeStore.Beat;
import io.glowplug.dispatch.node.NodeStore.Reply;
import io.glowplug.dispatch.partition.PartitionWorker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Says every few seconds that this node is there, and follows what is wanted of it: one statement, whatever goes on. It
 * beats once before anything is leased, so that a clock that is off is known by then.
 */
public final class NodeHeart implements SmartLifecycle {

    /** Starts before whatever leases or accepts, and stops after it. */
    public static final int PHASE = PartitionWorker.PHASE + 2;

    private static final Logger log = LoggerFactory.getLogger(NodeHeart.class);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final NodeStore store;
    private final Self self;
    private final NodeStanding standing;
    private final ClockWatch clock;
    private final ElectedLeader leader;
    private final Duration interval;
    private final WakeUp wakeUp = new WakeUp();
    private volatile boolean stopping;
    private @Nullable BackgroundLoop loop;

    public NodeHeart(
            NodeStore store,
            Self self,
            NodeStanding standing,
            ClockWatch clock,
            ElectedLeader leader,
            Duration interval) {
        this.store = store;
        this.self = self;
        this.standing = standing;
        this.clock = clock;
        this.leader = leader;
        this.interval = interval;
    }

    /** Fails the start of the node if its row cannot be written: nothing else could be, either. */
    @Override
    public synchronized void start() {
        if (loop == null) {
            stopping = false;
            store.join(self.portrait(), self.address());
            beat();
            loop = BackgroundLoop.start("heartbeat", this::waitAndBeat);
        }
    }

    /** Leaves, so that others need not wait for its silence. When the database is away they do. */
    @Override
    public synchronized void stop() {
        BackgroundLoop running = loop;
        if (running == null) {
            return;
        }
        loop = null;
        stopping = true;
        running.stop();
        wakeUp.raise();
        running.stopAndJoin(STEP);
        try {
            resign();
            store.leave(self.portrait());
        } catch (RuntimeException e) {
            log.info("This node's leave could not be noted: {}", e.getMessage());
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Beats at once, so that an order to this node is followed at once. */
    void beatSoon() {
        wakeUp.raise();
    }

    private void waitAndBeat() {
        wakeUp.await(interval);
        if (!stopping) {
            beat();
        }
    }

    private void beat() {
        boolean stands = standing.standsForLeader();
        if (!stands && leader.isLeader()) {
            resign();
        }
        if (standing.ordered() == NodeOrder.DRAINING) {
            standing.drained(self.inFlight() == 0
                    && store.triggersOf(self.portrait().id()).isEmpty());
        }
        Beat beat = new Beat(
                standing.state(),
                self.address(),
                self.inFlight(),
                clock.offset(),
                standing.problem().orElse(null),
                stands);
        long askedAt = System.nanoTime();
        ClockWatch.Look look = clock.look();
        Reply reply = store.beat(self.portrait(), beat, leader.length());
        look.answered(reply.readAt());
        follow(reply);
        if (reply.epoch() != null) {
            leader.elected(askedAt, reply.epoch());
        } else {
            leader.resigned();
        }
    }

    private void follow(Reply reply) {
        NodeOrder ordered = reply.ordered();
        if (ordered == null) {
            if (reply.known()) {
                standing.replaced(true);
                log.error(
                        "Another process runs under this node's id {}; this one takes no leases",
                        self.portrait().id());
            } else {
                // Forgotten while this process was frozen or the database was another one: it is as good as new.
                store.join(self.portrait(), self.address());
            }
            return;
        }
        standing.replaced(false);
        if (ordered != standing.ordered()) {
            log.info("This node is {} from now on", ordered.label());
            standing.ordered(ordered);
            standing.drained(false);
            wakeUp.raise();
        }
    }

    private void resign() {
        if (leader.isLeader()) {
            leader.resigned();
            store.resign(self.portrait().id());
        }
    }
}
