// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.store.FlowKeyStore;
import io.glowplug.dispatch.store.FlowStore;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.worker.InFlight.Loan;
import io.glowplug.registry.FlowControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases for functions whose events are held back, each by itself. While there is no such function it does nothing.
 *
 * <p>A function of which nothing could begin is left alone for a moment, unless one of its invocations ends here: what
 * is held back must not be looked at again and again while the node leases for others.
 */
final class LimitedLeases {

    private static final int MAX_LEASED_AT_ONCE = 100;
    private static final int PAUSE_FACTOR = 10;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    /** How long after a change of limits other nodes may still accept by the former ones, with a margin. */
    private static final long SETTLING_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long KEYLESS_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long KEYLESS_WHILE_SETTLING_NANOS =
            Duration.ofSeconds(1).toNanos();

    private final LeaseSources sources;
    private final TriggerRules rules;
    private final Dispatcher dispatcher;
    private final InFlight inFlight;
    private final DueTimes dueTimes;
    private final InstantSource clock;
    private final Map<String, FlowKeys> goOnAfter = new HashMap<>();
    private final Map<String, Long> leftAloneUntil = new ConcurrentHashMap<>();
    private final Set<String> waitForPlace = ConcurrentHashMap.newKeySet();
    private Map<String, FlowControl> lastSeen = Map.of();
    private long changedAt;
    private long nextKeylessAt;

    LimitedLeases(
            LeaseSources sources,
            TriggerRules rules,
            Dispatcher dispatcher,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock) {
        this.sources = sources;
        this.rules = rules;
        this.dispatcher = dispatcher;
        this.inFlight = inFlight;
        this.dueTimes = dueTimes;
        this.clock = clock;
        inFlight.onLetGo(this::ended);
    }

    /** One turn for each of the functions. True when there is nothing to do until something happens. */
    boolean lease() {
        Map<String, FlowControl> limited = sources.rules().limited();
        if (limited.isEmpty() && lastSeen.isEmpty()) {
            return true;
        }
        boolean idle = !giveKeysToAll(limited);
        long now = System.nanoTime();
        leftAloneUntil.values().removeIf(until -> until - now <= 0);
        List<String> worthALook = limited.keySet().stream()
                .filter(function -> !leftAloneUntil.containsKey(function))
                .toList();
        if (!worthALook.isEmpty()) {
            for (FlowStore.Work work : sources.limited().work(worthALook, clock.instant())) {
                idle &= !doWork(work, limited.get(work.functionName()));
            }
        }
        return idle;
    }

    /** True if something was done. */
    private boolean doWork(FlowStore.Work work, @Nullable FlowControl control) {
        if (control == null) {
            return false;
        }
        boolean keyed =
                work.keyless() && sources.keyless().give(work.functionName(), control, false, clock.instant()) > 0;
        return (work.due() && lease(work.functionName(), control)) || keyed;
    }

    /** True if something was leased. */
    private boolean lease(String function, FlowControl control) {
        Instant now = clock.instant();
        long began = System.nanoTime();
        Loan loan = inFlight.lend(MAX_LEASED_AT_ONCE);
        List<LeasedInvocation> leased = List.of();
        try {
            int room = Math.min(loan.limit(), loan.free() - loan.running().getOrDefault(function, 0));
            if (room > 0 && loan.hasRoomFor(function)) {
                // Before the look, so that an end that comes while it lasts is not missed.
                waitForPlace.add(function);
                FlowStore.Turn turn = sources.limited()
                        .lease(new FlowStore.Request(
                                now,
                                dispatcher.leaseEnd(now),
                                function,
                                control,
                                room,
                                goOnAfter.get(function),
                                rules.pausedTriggers(),
                                rules.guardedTriggers()));
                leased = turn.invocations();
                note(function, turn, System.nanoTime() - began);
            }
        } finally {
            inFlight.settleLoan(leased, false);
        }
        leased.forEach(dispatcher::start);
        return !leased.isEmpty();
    }

    private void note(String function, FlowStore.Turn turn, long nanos) {
        FlowKeys next = turn.goOnAfter();
        if (next == null) {
            goOnAfter.remove(function);
        } else {
            goOnAfter.put(function, next);
        }
        if (!turn.heldByConcurrency()) {
            waitForPlace.remove(function);
        }
        if (turn.nextRate() != null) {
            dueTimes.add(turn.nextRate());
        }
        if (turn.invocations().isEmpty()) {
            long pause = Math.clamp(
                    nanos * PAUSE_FACTOR,
                    SHORTEST_PAUSE.toNanos(),
                    Math.max(SHORTEST_PAUSE.toNanos(), dueTimes.poll().toNanos()));
            leftAloneUntil.put(function, System.nanoTime() + pause);
            if (next != null || turn.nextRate() != null) {
                // There is more to look at, or will be, and by then the pause is over.
                dueTimes.add(clock.instant().plusNanos(pause));
            }
        }
    }

    /** One of the function's invocations has been settled here, so another one may have its place. */
    private void ended(String function) {
        if (waitForPlace.remove(function)) {
            leftAloneUntil.remove(function);
            dueTimes.now();
        }
    }

    /** True if there is more of it to do at once. */
    private boolean giveKeysToAll(Map<String, FlowControl> limited) {
        long now = System.nanoTime();
        if (!limited.equals(lastSeen)) {
            lastSeen = limited;
            changedAt = now;
            nextKeylessAt = now;
        }
        if (now - nextKeylessAt < 0) {
            return false;
        }
        boolean more = false;
        for (Map.Entry<String, FlowControl> function : limited.entrySet()) {
            int given = sources.keyless().give(function.getKey(), function.getValue(), true, clock.instant());
            more |= given == FlowKeyStore.BATCH;
        }
        if (!more) {
            nextKeylessAt =
                    now + (now - changedAt < SETTLING_NANOS ? KEYLESS_WHILE_SETTLING_NANOS : KEYLESS_EVERY_NANOS);
        }
        return more;
    }
}
