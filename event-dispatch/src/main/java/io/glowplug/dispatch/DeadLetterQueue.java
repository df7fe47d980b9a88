// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.Payload;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One dead-letter queue for every kind of trigger. */
public interface DeadLetterQueue {

    /** Lists dead letters, newest first. */
    Page<DeadLetter> list(DeadLetterQuery query, PageRequest page);

    Optional<DeadLetter> find(UUID id);

    /**
     * Sends one again as a new invocation with a fresh retry budget and returns that invocation's id. A dead letter
     * that was redriven before is refused with {@link io.glowplug.registry.Refusal#CONFLICT}, and so is one whose
     * function is gone ({@link io.glowplug.registry.Refusal#NOT_FOUND}) or not active. The new invocation has no
     * ordering key: the events that came after it have run long since.
     *
     * @param editedPayload JSON that is sent in place of the original payload, at most as large as that could have
     *     been; or null
     */
    UUID redrive(UUID id, @Nullable Payload editedPayload);

    /**
     * Sends all that match again, oldest first, in one transaction, and returns how many. Refused as a whole when the
     * function of any of them is gone or not active. The maximum event age counts from when each becomes due.
     *
     * @param ratePerSecond at most that many become due in each second, 0.001 to 100,000; 0 for all at once
     */
    long redriveAll(DeadLetterQuery query, double ratePerSecond);

    /** Removes all that match for good and returns how many. The ledger goes on counting them as dead-lettered. */
    long purge(DeadLetterQuery query);
}
