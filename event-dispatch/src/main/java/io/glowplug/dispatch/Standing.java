// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an invocation stands at this moment, and if it is not running, why. Found out when somebody asks; nothing of it
 * is stored. Where several things hold an invocation back, it is the first in the order of the cases here.
 */
public sealed interface Standing {

    /** Since when it stands so, as far as that is known. */
    @Nullable
    Instant since();

    /** It has ended. */
    record Ended(Instant since, InvocationStatus status) implements Standing {}

    /**
     * A node has its lease.
     *
     * @param leaseEnd until when the node has it unless it renews; once that has passed, any node may take it over
     */
    record Running(Instant since, int attempt, String node, Instant leaseEnd) implements Standing {}

    /** Its trigger is paused; what a paused trigger has accepted waits until it is resumed. */
    record TriggerPaused(@Nullable Instant since, UUID triggerId) implements Standing {}

    /**
     * The circuit breaker of its trigger is open.
     *
     * @param until when the function is tried again, or null
     */
    record BreakerOpen(
            @Nullable Instant since,
            UUID triggerId,
            @Nullable Instant until) implements Standing {}

    /** Its ordering key stands still since one before it became a dead letter. */
    record KeyStopped(@Nullable Instant since, String orderingKey, UUID deadLetter) implements Standing {}

    /**
     * One with the same ordering key is before it.
     *
     * @param head the first of the key; nothing of the key runs before that one has ended
     * @param before how many are before it, the head among them
     */
    record BehindHead(Instant since, String orderingKey, UUID head, InvocationStatus headStatus, long before)
            implements Standing {}

    /** It was not to begin before a time. */
    record Delayed(Instant since, Instant until) implements Standing {}

    /** The last attempt failed, and the time until the next one is not over. */
    record Retrying(
            Instant since,
            Instant until,
            int attempts,
            @Nullable String errorType) implements Standing {}

    /** The last attempt found no room within the concurrency of its function or of the account. */
    record Throttled(Instant since, Instant until) implements Standing {}

    /** There is no such function, version or alias any more: the next attempt makes it a dead letter. */
    record FunctionGone(Instant since, String reason) implements Standing {}

    /** The function cannot run yet, or not any more. */
    record FunctionNotActive(Instant since, String reason) implements Standing {}

    /** No node that is alive can run the function. */
    record NoNode(Instant since, String runtime) implements Standing {}

    /**
     * The rate limit of its function lets nothing begin just now.
     *
     * @param key what it counts under, or null where there is one limit for all
     * @param position how many of its key are to begin before it, and itself
     * @param until when the next one of its key may begin
     */
    record HeldByRate(Instant since, @Nullable String key, long position, Instant until) implements Standing {}

    /**
     * As many of its key are running as the concurrency limit of its function's events lets.
     *
     * @param running how many that is
     */
    record HeldByConcurrency(Instant since, @Nullable String key, long position, int limit, long running)
            implements Standing {}

    /**
     * It is due for a while and no node has taken it: those that could are busy.
     *
     * @param running how many invocations all nodes are running together
     */
    record NodesBusy(Instant since, long running) implements Standing {}

    /** It is due, and a node takes it the next time it looks. */
    record Due(Instant since) implements Standing {}
}
