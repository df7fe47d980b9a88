// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of one message of a batch that was sent. */
public sealed interface SendResult {

    /**
     * Committed.
     *
     * @param sequenceNumber its place in the order of its message group, or null outside FIFO queues
     * @param md5OfAttributes null if it has none
     * @param duplicate whether it had been sent within the last five minutes; the id and the number are the first one's
     */
    record Sent(
            UUID messageId,
            @Nullable Long sequenceNumber,
            String md5OfBody,
            @Nullable String md5OfAttributes,
            boolean duplicate)
            implements SendResult {}

    /** Not stored; the reason names field and rule. */
    record Refused(RefusedException reason) implements SendResult {}
}
