// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import io.glowplug.registry.FunctionRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that wait on this node. How many of a kind there are follows their use: a start that finds none waiting
 * raises the number by one, ten minutes without such a start lower it again. Their memory is of the node's budget, and
 * they are the first to give it back.
 */
public final class Slots {

    private static final Logger log = LoggerFactory.getLogger(Slots.class);

    /** While the processors are busy, the function that has just got a slot goes first. */
    private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long YIELD_LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** When memory was short, none is started for this long. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Source source;
    private final MemoryBudget budget;
    private final int memoryMb;
    private final List<SlotKind> always;
    private final Map<SlotKind, KeptSlots> kept = new LinkedHashMap<>();
    private long lastTakenNanos = System.nanoTime();
    private long quietUntilNanos = lastTakenNanos;

    /** What those have that are being ended. */
    private long endingMb;

    private boolean closed;

    /** Starts a process and returns it when it waits. */
    public interface Source {
        Slot start(SlotKind kind) throws IOException;
    }

    /**
     * @param budget where their memory comes from
     * @param memoryMb what those that wait may have of it between them
     * @param always kinds of which one is to wait whether it is asked for or not
     */
    public Slots(Source source, MemoryBudget budget, int memoryMb, List<SlotKind> always) {
        this.source = source;
        this.budget = budget;
        this.memoryMb = memoryMb;
        this.always = List.copyOf(always);
        this.always.forEach(this::keptOf);
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** Returns one that waits, which is the caller's from now on, or null. */
    public synchronized @Nullable Slot take(SlotKind kind) {
        if (closed || kind.reservedMb() > memoryMb) {
            return null;
        }
        long now = System.nanoTime();
        lastTakenNanos = now;
        KeptSlots those = keptOf(kind);
        Slot slot = those.take(now);
        while (slot != null && !slot.isAlive()) {
            end(slot);
            slot = those.take(now);
        }
        if (slot != null) {
            budget.release(kind.reservedMb()); // its environment has memory of its own
        }
        return slot;
    }

    private KeptSlots keptOf(SlotKind kind) {
        return kept.computeIfAbsent(kind, _ -> new KeptSlots(kind, always.contains(kind), System.nanoTime()));
    }

    /**
     * Starts one that is missing, or lowers a number that was not needed lately. To be called regularly.
     *
     * @param saturated whether the processors have no time left
     */
    public void tend(boolean saturated) {
        SlotKind next = next(saturated, System.nanoTime());
        if (next != null) {
            Thread.startVirtualThread(() -> start(next));
        }
    }

    private synchronized @Nullable SlotKind next(boolean saturated, long now) {
        if (closed || now - quietUntilNanos < 0) {
            return null;
        }
        for (KeptSlots those : kept.values()) {
            Slot oneTooMany = those.lower(now);
            if (oneTooMany != null) {
                end(oneTooMany);
            }
        }
        kept.values().removeIf(KeptSlots::isForgotten);
        if (kept.values().stream().anyMatch(those -> those.starting() > 0)) {
            return null; // one after another
        }
        KeptSlots next = kept.values().stream()
                .filter(those -> those.wantsOneMore(now) && now - lastTakenNanos >= pauseNanos(those.kind(), saturated))
                .min(Comparator.comparingInt(KeptSlots::waiting))
                .orElse(null);
        if (next == null || !makeRoom(next)) {
            return null;
        }
        next.startBegun();
        return next.kind();
    }

    /** A JVM keeps a processor busy for long whenever it starts: many that are called at once go first. */
    private static long pauseNanos(SlotKind kind, boolean saturated) {
        return switch (kind.runtime().family()) {
            case JAVA, SPRING -> saturated ? YIELD_LONG_NANOS : YIELD_NANOS;
            case PYTHON, NODEJS, RUBY, DOTNET, PROVIDED -> saturated ? YIELD_NANOS : 0;
        };
    }

    /** A kind of which none waits may take the place of one of those that were asked for longest ago. */
    private boolean makeRoom(KeptSlots wanting) {
        int needed = wanting.kind().reservedMb();
        while (usedMb() + needed > memoryMb) {
            KeptSlots victim = wanting.waiting() == 0 ? leastRecentlyTaken() : null;
            if (victim == null) {
                return false;
            }
            end(victim.giveWay());
        }
        return budget.reserve(needed);
    }

    private @Nullable KeptSlots leastRecentlyTaken() {
        return kept.values().stream()
                .filter(those -> those.waiting() > 0)
                .min(Comparator.comparingLong(KeptSlots::takenAtNanos))
                .orElse(null);
    }

    private int usedMb() {
        return kept.values().stream().mapToInt(KeptSlots::usedMb).sum();
    }

    /** What would come free if all that wait were ended, or does so already. */
    public synchronized long spareMb() {
        return endingMb
                + kept.values().stream()
                        .mapToInt(those -> those.waiting() * those.kind().reservedMb())
                        .sum();
    }

    /** Ends as many as are needed for that much memory to come free, and returns how much does, in MiB. */
    public synchronized long giveWay(long neededMb) {
        quietUntilNanos = System.nanoTime() + QUIET_NANOS; // or those that are started anew would take what comes free
        while (endingMb < neededMb) {
            KeptSlots victim = leastRecentlyTaken();
            if (victim == null) {
                break;
            }
            end(victim.giveWay());
        }
        return endingMb;
    }

    private void end(Slot slot) {
        endingMb += slot.kind().reservedMb();
        var _ = slot.discard().thenRun(() -> ended(slot));
    }

    private synchronized void ended(Slot slot) {
        endingMb -= slot.kind().reservedMb();
        budget.release(slot.kind().reservedMb());
        notifyAll();
    }

    private void start(SlotKind kind) {
        Slot slot = null;
        try {
            slot = source.start(kind);
        } catch (IOException | RuntimeException e) {
            log.warn("No process for {} could be made ready ahead of its function", kind, e);
        }
        if (slot == null) {
            budget.release(kind.reservedMb());
        } else if (!keep(slot)) {
            var _ = slot.discard().join();
            budget.release(kind.reservedMb());
        }
        startEnded(kind, slot != null);
    }

    private synchronized boolean keep(Slot slot) {
        if (closed) {
            return false;
        }
        keptOf(slot.kind()).add(slot);
        var _ = slot.launched().process().exit().thenRunAsync(() -> died(slot), Thread::startVirtualThread);
        return true;
    }

    private synchronized void startEnded(SlotKind kind, boolean well) {
        keptOf(kind).startEnded(well, System.nanoTime());
        notifyAll();
    }

    private synchronized void died(Slot slot) {
        KeptSlots those = kept.get(slot.kind());
        if (those != null && those.died(slot, System.nanoTime())) {
            end(slot);
        }
    }

    /** How many wait, by runtime. */
    public synchronized Map<FunctionRuntime, Integer> waiting() {
        var counts = new LinkedHashMap<FunctionRuntime, Integer>();
        kept.values().forEach(those -> counts.merge(those.kind().runtime(), those.waiting(), Integer::sum));
        return counts;
    }

    /** Ends all that wait and keeps no more; returns when they are gone. */
    public void close() {
        var all = new ArrayList<Slot>();
        synchronized (this) {
            closed = true;
            for (KeptSlots those : kept.values()) {
                for (Slot slot = those.removeAny(); slot != null; slot = those.removeAny()) {
                    all.add(slot);
                }
            }
        }
        CompletableFuture.allOf(all.stream().map(Slot::discard).toArray(CompletableFuture<?>[]::new))
                .join();
        awaitRest();
    }

    /** One that is on its way is ended by its own thread, which sees that nobody keeps it. */
    private synchronized void awaitRest() {
        try {
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while ((endingMb > 0 || kept.values().stream().anyMatch(those -> those.starting() > 0))
                    && giveUp - System.nanoTime() > 0) {
                wait(100);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
