// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.registry.ServedFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What this node is running, and its permits to run more.
 *
 * <p>A function gets a permit only while it has fewer in flight than permits are free. This is the dynamic threshold
 * that network switches share their buffers by: one busy function gets half of the node, two get a third each, and
 * some room is always left for a function that had nothing to do until now.
 *
 * <p>A permit covers the attempt only; the lease is held on until the attempt is settled.
 */
public final class InFlight {

    /** What a node takes on however slowly it gets done: enough to keep its functions busy. */
    private static final int USUAL = 256;

    private final int capacity;
    private final NodeDuty duty;
    private final ServedFunctions served;
    private final LongSupplier nanoTime;
    private final Pace pace = new Pace();
    private volatile Set<String> notServed = Set.of();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<UUID, LeasedInvocation> held = new HashMap<>();
    private final Set<String> backlog = new HashSet<>();
    private int taken;
    private int lent;
    private int releasedSince;
    private boolean passedOver;
    private boolean open;
    private final Predicate<String> limited;
    private volatile Consumer<String> onLetGo = function -> {};

    /** Makes the permits of a node that nothing holds back. */
    public InFlight(int capacity) {
        this(capacity, NodeDuty.FULL, ServedFunctions.ALL, _ -> false);
    }

    /**
     * Makes the permits of a node, at most that many. They are given out once it is opened, and while it takes leases: as
     * many as attempts ended in the last tenth of a second, and 256 of them always. Fast functions need many, because rows
     * taken by the hundred cost the database a fraction of rows taken one by one; the attempts of slow ones would only
     * wait here.
     *
     * @param limited whether the function's events are held back, so that none may begin at its acceptance
     */
    public InFlight(int capacity, NodeDuty duty, ServedFunctions served, Predicate<String> limited) {
        this(capacity, duty, served, limited, System::nanoTime);
    }

    InFlight(int capacity, NodeDuty duty, ServedFunctions served, Predicate<String> limited, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.duty = duty;
        this.served = served;
        this.limited = limited;
        this.nanoTime = nanoTime;
    }

    synchronized void open() {
        open = true;
    }

    /** From now on nothing new is taken on. */
    synchronized void close() {
        open = false;
    }

    /** Takes a permit for an invocation that is only about to be stored. Older ones of its function go first. */
    boolean reserve(String functionName) {
        // Outside of the lock, since it may have to be looked up.
        return !limited.test(functionName) && reserveIfRoom(functionName);
    }

    private synchronized boolean reserveIfRoom(String functionName) {
        if (!open
                || !duty.takesLeases()
                || notServed.contains(functionName)
                || backlog.contains(functionName)
                || runningOf(functionName) >= free()) {
            return false;
        }
        take(functionName);
        return true;
    }

    /** Remembers that invocations of the function wait, so that new ones queue up behind them. */
    synchronized void addToBacklog(String functionName) {
        backlog.add(functionName);
    }

    /** Gives a permit back, and says whether due invocations may be waiting for the room that there is now. */
    synchronized Room release(String functionName) {
        taken--;
        pace.ended(nanoTime.getAsLong());
        running.computeIfPresent(functionName, (function, count) -> count == 1 ? null : count - 1);
        if (!passedOver) {
            return Room.UNWANTED;
        }
        releasedSince++;
        if (taken > 0 && releasedSince < worthALease()) {
            return Room.LITTLE;
        }
        passedOver = false;
        return Room.ENOUGH;
    }

    /** Sets permits aside for a lease, at most that many, and says what may be leased. */
    Loan lend(int most) {
        // Outside of the lock, since it may have to look it up.
        Set<String> without = served.notServedHere();
        notServed = without;
        synchronized (this) {
            int free = free();
            lent = open && duty.takesLeases() ? Math.min(most, free) : 0;
            return new Loan(free, lent, Map.copyOf(running), without);
        }
    }

    /**
     * Ends the loan: what was leased takes its permits, the rest is free again.
     *
     * @param everywhere whether all that was due was looked at, so that a function that got nothing has no backlog
     */
    synchronized void settleLoan(Collection<LeasedInvocation> leased, boolean everywhere) {
        lent = 0;
        Set<String> stillBusy = new HashSet<>();
        for (LeasedInvocation invocation : leased) {
            take(invocation.functionName());
            stillBusy.add(invocation.functionName());
        }
        int free = free();
        backlog.removeIf(function -> everywhere && !stillBusy.contains(function) && runningOf(function) < free);
        releasedSince = 0;
        passedOver = free == 0 || running.values().stream().anyMatch(count -> count >= free);
    }

    synchronized void hold(LeasedInvocation invocation) {
        held.put(invocation.id(), invocation);
    }

    void letGo(LeasedInvocation invocation) {
        synchronized (this) {
            LeasedInvocation current = held.get(invocation.id());
            if (current != null && current.attempt() == invocation.attempt()) {
                held.remove(invocation.id());
            }
            notifyAll();
        }
        onLetGo.accept(invocation.functionName());
    }

    /** Has that told the function of each invocation that this node holds no longer. */
    void onLetGo(Consumer<String> listener) {
        onLetGo = listener;
    }

    synchronized List<LeasedInvocation> held() {
        return new ArrayList<>(held.values());
    }

    /** How many invocations it holds, settled ones apart. */
    public synchronized int heldCount() {
        return held.size();
    }

    synchronized int taken() {
        return taken;
    }

    int capacity() {
        return capacity;
    }

    /** Waits until nothing is held any more, at most that long. */
    synchronized void awaitNothingHeld(long atMostNanos) {
        long end = System.nanoTime() + atMostNanos;
        try {
            for (long left = atMostNanos; !held.isEmpty() && left > 0; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String functionName) {
        taken++;
        running.merge(functionName, 1, Integer::sum);
    }

    private int runningOf(String functionName) {
        return running.getOrDefault(functionName, 0);
    }

    private int free() {
        return Math.max(0, permits() - taken - lent);
    }

    private int permits() {
        return Math.min(capacity, Math.max(USUAL, pace.lately(nanoTime.getAsLong())));
    }

    private int worthALease() {
        return Math.max(1, permits() / 8);
    }

    /**
     * Permits set aside for one lease.
     *
     * @param free all permits that were free
     * @param limit those of them that are set aside
     * @param notServed functions that this node cannot run
     */
    record Loan(int free, int limit, Map<String, Integer> running, Set<String> notServed) {

        /** Says whether one more of the function may be leased. */
        boolean hasRoomFor(String functionName) {
            return running.getOrDefault(functionName, 0) < free && !notServed.contains(functionName);
        }
    }

    /** Whether the room that a permit leaves is worth a lease. */
    enum Room {
        UNWANTED,
        LITTLE,
        ENOUGH
    }
}
