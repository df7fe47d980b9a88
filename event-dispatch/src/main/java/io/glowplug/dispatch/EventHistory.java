// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.Payload;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what became of events. Searches are newest first; an event's own story is told in the order it happened. */
public interface EventHistory {

    Page<EventSummary> events(EventQuery query, PageRequest page);

    /** Empty for an event that is unknown or past its retention, and for a synchronous invocation, which has none. */
    Optional<EventDetails> event(UUID eventId);

    Page<InvocationSummary> invocations(InvocationQuery query, PageRequest page);

    Optional<InvocationSummary> invocation(UUID invocationId);

    List<AttemptSummary> attempts(UUID invocationId);

    /** Returns what the function answered; empty while there is none, where it failed, and for {@code null}. */
    Optional<Payload> answer(UUID invocationId);

    /**
     * Cancels an invocation that is waiting. Refused with {@link io.glowplug.registry.Refusal#CONFLICT} when it is
     * running or has ended.
     */
    void cancel(UUID invocationId);

    /**
     * Cancels everything that waits for that function and returns how many. What is running ends by itself. It is done
     * in transactions of bounded size: after a crash some of it is cancelled and the ledger balances all the same.
     */
    long cancelWaiting(String functionName);

    /** Cancels everything that waits for that trigger and returns how many. What is running ends by itself. */
    long cancelWaitingOf(UUID triggerId);
}
