// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.Leadership;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers for how long this node may count itself the leader. The heartbeat renews it. */
public final class ElectedLeader implements Leadership {

    private static final Logger log = LoggerFactory.getLogger(ElectedLeader.class);

    private final Duration length;
    private volatile long until = System.nanoTime();
    private volatile boolean elected;

    /** Makes one that is not elected; a term lasts that long, and its last quarter is left for stopping. */
    public ElectedLeader(Duration length) {
        this.length = length;
    }

    @Override
    public boolean isLeader() {
        return elected && until - System.nanoTime() > 0;
    }

    Duration length() {
        return length;
    }

    /** A term began or was renewed, counted from before the database was asked. */
    void elected(long askedAt, long epoch) {
        until = askedAt + length.multipliedBy(3).dividedBy(4).toNanos();
        if (!elected) {
            elected = true;
            log.info("This node does the chores for all nodes from now on (epoch {})", epoch);
        }
    }

    void resigned() {
        if (elected) {
            elected = false;
            log.info("This node no longer does the chores");
        }
    }
}
