// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.GatheringQueue;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.store.NewInvocation;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Takes events one by one and has them committed in groups. Two committers take turns: while the one commits, the next
 * group gathers for the other, so nobody ever waits for a timer.
 */
public final class EventAcceptor implements SmartLifecycle {

    /** Stops after whoever calls it, and after the dispatcher: what is accepted last waits for another node. */
    public static final int PHASE = 900;

    private static final int MAX_EVENTS = 500;
    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final int MAX_WAITING = 100_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(35);

    private final List<GroupCommit> committers;
    private final Payloads payloads;
    private final GatheringQueue<PendingEvent> queue = new GatheringQueue<>(MAX_WAITING);
    private List<BackgroundLoop> loops = List.of();

    public EventAcceptor(List<GroupCommit> committers, Payloads payloads) {
        this.committers = List.copyOf(committers);
        this.payloads = payloads;
    }

    /**
     * Stores an event and returns once it is committed.
     *
     * @param claim what the event claims as its idempotency key, or null
     * @throws NotAcceptedException if it was not committed, or nobody knows
     */
    public AsyncAnswer accept(NewInvocation invocation, @Nullable KeyClaim claim) {
        try {
            // By each caller itself, so that nobody else's commit waits for a disk.
            payloads.prepare(invocation.payload());
        } catch (UncheckedIOException unwritten) {
            throw new NotAcceptedException(unwritten);
        }
        CompletableFuture<AsyncAnswer> answer = new CompletableFuture<>();
        if (!queue.put(new PendingEvent(invocation, claim, answer))) {
            throw new NotAcceptedException(new IllegalStateException("this node has stopped"));
        }
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw new NotAcceptedException(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    @Override
    public synchronized void start() {
        if (loops.isEmpty()) {
            List<BackgroundLoop> started = new ArrayList<>();
            for (GroupCommit committer : committers) {
                started.add(BackgroundLoop.startOnThreadOfItsOwn("accept", () -> commitNext(committer)));
            }
            loops = List.copyOf(started);
        }
    }

    /** Commits what has been handed in, then takes nothing more. */
    @Override
    public synchronized void stop() {
        // Before the queue, which makes nobody wait once it is closed: a loop that went on would take up a processor.
        loops.forEach(BackgroundLoop::stop);
        queue.close();
        loops.forEach(loop -> loop.stopAndJoin(LONGEST_COMMIT));
        while (!queue.isDrained()) {
            commitNext(committers.getFirst());
        }
        loops = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !loops.isEmpty();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void commitNext(GroupCommit committer) {
        committer.commit(queue.take(MAX_EVENTS, MAX_BYTES, PendingEvent::size, PATIENCE));
    }
}
