// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.Optional;
import java.util.UUID;

/** One dead-letter queue for every kind of trigger. */
public interface DeadLetterQueue {

    /** Lists dead letters, newest first. */
    Page<DeadLetter> list(DeadLetterQuery query, PageRequest page);

    Optional<DeadLetter> find(UUID id);

    /**
     * Lists the groups of those that match, the one that grew last first, each with how many died in each of that many
     * equal spans of time: from the query's first instant, or else from the first death, to its last, or else now.
     *
     * @param spans 1 to 100
     */
    Page<DeadLetterGroup> groups(DeadLetterQuery query, int spans, PageRequest page);

    /**
     * Sends one again as a new invocation with a fresh retry budget and returns that invocation's id. A dead letter
     * that was redriven before is refused with {@link io.glowplug.registry.Refusal#CONFLICT}, and so is one whose
     * function is not active, or whose idempotency key is held by a later call; one whose function is gone with {@link
     * io.glowplug.registry.Refusal#NOT_FOUND}. The new invocation takes the key again unless it goes to another
     * function, and has no ordering key: the events that came after it have run long since. At another function it
     * belongs to no trigger.
     */
    UUID redrive(UUID id, RedriveOrder order);

    /**
     * Hides all that match at once, and removes them for good after the grace time. The ledger goes on counting them as
     * dead-lettered.
     */
    DeadLetterPurge purge(DeadLetterQuery query);

    /**
     * Brings back what that purge hid, and returns how many. Refused with {@link
     * io.glowplug.registry.Refusal#CONFLICT} when its grace time has passed or it was undone before.
     */
    long undoPurge(UUID purgeId);

    /** Lists purges that can be undone or were, newest first. */
    Page<DeadLetterPurge> purges(PageRequest page);
}
