// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.runtime.environment.EnvironmentState;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.slot.MemoryBudget;
import io.glowplug.runtime.slot.Slots;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for new environments, ending processes that wait for any function, then idle environments of other function
 * versions, if need be. Guarded by the pool's lock.
 */
final class Placement {

    /** What came of the wish for one more environment. */
    enum Answer {
        /** Its memory is reserved. */
        RESERVED,
        /** Enough memory is about to come free. */
        COMING_FREE,
        /** Everything else is at work. */
        FULL
    }

    private static final long LONG_IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** An eighth of the memory is worth more free than with those that have been idle for long. */
    private static final long ROOM_SHARE = 8;

    private final MemoryBudget budget;
    private final Slots slots;
    private final Collection<VersionPool> pools;
    private final Collection<ExecutionEnvironment> live;

    Placement(Slots slots, Collection<VersionPool> pools, Collection<ExecutionEnvironment> live) {
        this.budget = slots.budget();
        this.slots = slots;
        this.pools = pools;
        this.live = live;
    }

    Answer reserve(VersionPool wanting) {
        if (budget.reserve(wanting.memoryMb())) {
            return Answer.RESERVED;
        }
        long comingFreeMb = budget.freeMb() + endingMb();
        if (comingFreeMb + slots.spareMb() + idleMbOfOthers(wanting) < wanting.memoryMb()) {
            return Answer.FULL; // ending idle ones would not be enough, so they may stay
        }
        comingFreeMb += slots.giveWay(wanting.memoryMb() - comingFreeMb); // whoever waits for work goes after them
        while (comingFreeMb < wanting.memoryMb()) {
            VersionPool victim = leastRecentlyUsedOther(wanting);
            if (victim == null) {
                return Answer.FULL;
            }
            victim.retireLeastRecentlyUsed();
            comingFreeMb += victim.memoryMb();
        }
        return Answer.COMING_FREE;
    }

    /**
     * Ends what has been idle for a minute while little memory is free, so that a first call, and those that wait for any
     * function, find some: on a node that has run many functions, all memory would else be held by what may never be
     * called again, and a first call would have to wait for the end of one of them.
     */
    void keepRoom(long nowNanos) {
        long comingFreeMb = budget.freeMb() + endingMb();
        while (comingFreeMb < budget.totalMb() / ROOM_SHARE) {
            VersionPool victim = pools.stream()
                    .filter(pool -> pool.leastRecentlyUsed() != null)
                    .min(Comparator.comparingLong(Placement::idleSince))
                    .orElse(null);
            if (victim == null || nowNanos - idleSince(victim) < LONG_IDLE_NANOS) {
                return;
            }
            victim.retireLeastRecentlyUsed();
            comingFreeMb += victim.memoryMb();
        }
    }

    private long endingMb() {
        return live.stream()
                .filter(environment -> switch (environment.state()) {
                    case EnvironmentState.Stopping _, EnvironmentState.Stopped _ -> true;
                    case EnvironmentState.Starting _, EnvironmentState.Idle _, EnvironmentState.Busy _ -> false;
                })
                .mapToLong(environment -> environment.version().configuration().memoryMb())
                .sum();
    }

    private long idleMbOfOthers(VersionPool wanting) {
        return others(wanting)
                .mapToLong(pool -> (long) pool.spareCount() * pool.memoryMb())
                .sum();
    }

    private @Nullable VersionPool leastRecentlyUsedOther(VersionPool wanting) {
        return others(wanting)
                .filter(pool -> pool.leastRecentlyUsed() != null)
                .min(Comparator.comparingLong(Placement::idleSince))
                .orElse(null);
    }

    private Stream<VersionPool> others(VersionPool wanting) {
        return pools.stream().filter(pool -> !Objects.equals(pool, wanting));
    }

    private static long idleSince(VersionPool pool) {
        ExecutionEnvironment oldest = pool.leastRecentlyUsed();
        return oldest != null && oldest.state() instanceof EnvironmentState.Idle(long sinceNanos)
                ? sinceNanos
                : System.nanoTime() - TimeUnit.DAYS.toNanos(365); // it ended by itself, so nothing is lost by taking it
    }
}
