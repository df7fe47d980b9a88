// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeFamily;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interpreters that wait on this node. How many of a runtime there are follows their use: a start that finds none
 * waiting raises the number by one, ten minutes without such a start lower it again.
 */
public final class InterpreterSlots {

    private static final Logger log = LoggerFactory.getLogger(InterpreterSlots.class);

    private static final int MOST_OF_A_RUNTIME = 8;
    private static final long LOWER_AFTER_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long TRY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** While the processors are busy, the function that has just got a slot goes first. */
    private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Source source;
    private final int memoryMb;
    private final Map<FunctionRuntime, Kept> kept = new LinkedHashMap<>();
    private long lastTakenNanos = System.nanoTime();
    private boolean closed;

    /** Starts an interpreter and returns it when it waits. */
    public interface Source {
        InterpreterSlot start(FunctionRuntime runtime) throws IOException;
    }

    /** Those of one runtime. */
    private static final class Kept {
        private final Deque<InterpreterSlot> waiting = new ArrayDeque<>();
        private int starting;
        private int wanted = 1;
        private long missedAtNanos;
        private long takenAtNanos;
        private long notBeforeNanos;

        Kept(long nowNanos) {
            missedAtNanos = nowNanos;
            takenAtNanos = nowNanos;
            notBeforeNanos = nowNanos;
        }

        int missing() {
            return wanted - waiting.size() - starting;
        }
    }

    /**
     * @param memoryMb what those that wait may have between them
     * @param first runtimes of which one is to wait from the beginning
     */
    public InterpreterSlots(Source source, int memoryMb, List<FunctionRuntime> first) {
        this.source = source;
        this.memoryMb = memoryMb;
        first.forEach(this::keptOf);
    }

    /** What one that waits may have, in MiB. It is measured: a third of it is used, the rest is for the kernel's caches. */
    public static int memoryMb(RuntimeFamily family) {
        return switch (family) {
            case PYTHON, RUBY -> 48;
            case NODEJS -> 96;
            case JAVA, SPRING, DOTNET, PROVIDED ->
                throw new IllegalArgumentException("there is no interpreter to wait");
        };
    }

    /** Returns one that waits, which is the caller's from now on, or null. */
    public synchronized @Nullable InterpreterSlot take(FunctionRuntime runtime) {
        if (closed || memoryMb(runtime.family()) > memoryMb) {
            return null;
        }
        long now = System.nanoTime();
        Kept those = keptOf(runtime);
        lastTakenNanos = now;
        those.takenAtNanos = now;
        InterpreterSlot slot = those.waiting.pollFirst();
        while (slot != null && !slot.isAlive()) {
            var _ = slot.discard();
            slot = those.waiting.pollFirst();
        }
        if (slot == null) {
            those.missedAtNanos = now;
            those.wanted = Math.min(MOST_OF_A_RUNTIME, those.wanted + 1);
        }
        return slot;
    }

    private Kept keptOf(FunctionRuntime runtime) {
        return kept.computeIfAbsent(runtime, _ -> new Kept(System.nanoTime()));
    }

    /**
     * Starts one that is missing, or lowers a number that was not needed lately. To be called regularly.
     *
     * @param saturated whether the processors have no time left
     */
    public void tend(boolean saturated) {
        FunctionRuntime next = next(saturated, System.nanoTime());
        if (next != null) {
            Thread.startVirtualThread(() -> start(next));
        }
    }

    private synchronized @Nullable FunctionRuntime next(boolean saturated, long now) {
        if (closed || (saturated && now - lastTakenNanos < YIELD_NANOS)) {
            return null;
        }
        FunctionRuntime next = null;
        for (var entry : kept.entrySet()) {
            Kept those = entry.getValue();
            if (those.starting > 0) {
                return null; // one after another
            }
            lower(those, now);
            if (those.missing() > 0
                    && now - those.notBeforeNanos >= 0
                    && (next == null
                            || those.waiting.size() < keptOf(next).waiting.size())) {
                next = entry.getKey();
            }
        }
        if (next == null || !makeRoom(next)) {
            return null;
        }
        keptOf(next).starting++;
        return next;
    }

    private static void lower(Kept those, long now) {
        if (those.wanted > 1 && now - those.missedAtNanos >= LOWER_AFTER_NANOS) {
            those.missedAtNanos = now;
            those.wanted--;
            if (those.missing() < 0 && !those.waiting.isEmpty()) {
                var _ = those.waiting.removeLast().discard();
            }
        }
    }

    /** A runtime of which none waits may take the place of one of those that were asked for longest ago. */
    private boolean makeRoom(FunctionRuntime wanting) {
        int needed = memoryMb(wanting.family());
        while (usedMb() + needed > memoryMb) {
            Kept victim = keptOf(wanting).waiting.isEmpty() ? leastRecentlyTaken() : null;
            if (victim == null) {
                return false;
            }
            var _ = victim.waiting.removeLast().discard();
            victim.wanted = victim.waiting.size();
        }
        return true;
    }

    private @Nullable Kept leastRecentlyTaken() {
        return kept.values().stream()
                .filter(those -> !those.waiting.isEmpty())
                .min(Comparator.comparingLong(those -> those.takenAtNanos))
                .orElse(null);
    }

    private int usedMb() {
        return kept.entrySet().stream()
                .mapToInt(entry -> memoryMb(entry.getKey().family())
                        * (entry.getValue().waiting.size() + entry.getValue().starting))
                .sum();
    }

    private void start(FunctionRuntime runtime) {
        InterpreterSlot slot = null;
        try {
            slot = source.start(runtime);
        } catch (IOException | RuntimeException e) {
            log.warn("No {} could be made ready ahead of its function", runtime, e);
        }
        if (slot != null && !keep(runtime, slot)) {
            var _ = slot.discard().join();
        }
        startEnded(runtime, slot != null);
    }

    private synchronized boolean keep(FunctionRuntime runtime, InterpreterSlot slot) {
        if (closed) {
            return false;
        }
        keptOf(runtime).waiting.addLast(slot);
        var _ = slot.launched().process().exit().thenRunAsync(() -> died(runtime, slot), Thread::startVirtualThread);
        return true;
    }

    private synchronized void startEnded(FunctionRuntime runtime, boolean well) {
        Kept those = keptOf(runtime);
        those.starting--;
        if (!well) {
            those.notBeforeNanos = System.nanoTime() + TRY_AGAIN_NANOS;
        }
        notifyAll();
    }

    private void died(FunctionRuntime runtime, InterpreterSlot slot) {
        boolean stillKept;
        synchronized (this) {
            Kept those = keptOf(runtime);
            stillKept = those.waiting.remove(slot);
            if (stillKept) {
                those.notBeforeNanos = System.nanoTime() + TRY_AGAIN_NANOS;
            }
        }
        if (stillKept) {
            slot.launched().release();
        }
    }

    /** How many wait, by runtime. */
    public synchronized Map<FunctionRuntime, Integer> waiting() {
        var counts = new LinkedHashMap<FunctionRuntime, Integer>();
        kept.forEach((runtime, those) -> counts.put(runtime, those.waiting.size()));
        return counts;
    }

    /** Ends all that wait and keeps no more; returns when they are gone. */
    public void close() {
        var all = new ArrayList<InterpreterSlot>();
        synchronized (this) {
            closed = true;
            for (Kept those : kept.values()) {
                all.addAll(those.waiting);
                those.waiting.clear();
            }
        }
        CompletableFuture.allOf(all.stream().map(InterpreterSlot::discard).toArray(CompletableFuture<?>[]::new))
                .join();
        awaitStarting();
    }

    /** One that is on its way is ended by its own thread, which sees that nobody keeps it. */
    private synchronized void awaitStarting() {
        try {
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (kept.values().stream().anyMatch(those -> those.starting > 0) && giveUp - System.nanoTime() > 0) {
                wait(100);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
