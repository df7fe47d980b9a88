// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.SendResult;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of each entry of a batch.
 *
 * @param successful those that were carried out
 * @param failed the others, with the reason
 */
record BatchAnswer(List<Successful> successful, List<Failed> failed) {

    /** What became of one entry. */
    sealed interface Entry {}

    /**
     * An entry that was carried out.
     *
     * @param duplicate true if the message had been sent before; its id is the first one's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Successful(
            String id,
            @Nullable UUID messageId,
            @Nullable String sequenceNumber,
            @Nullable String md5OfBody,
            @Nullable String md5OfAttributes,
            @Nullable Boolean duplicate)
            implements Entry {

        static Successful of(String id, SendResult.Sent sent) {
            return new Successful(
                    id,
                    sent.messageId(),
                    sent.sequenceNumber() == null ? null : Long.toString(sent.sequenceNumber()),
                    sent.md5OfBody(),
                    sent.md5OfAttributes(),
                    sent.duplicate() ? true : null);
        }

        static Successful of(String id) {
            return new Successful(id, null, null, null, null, null);
        }
    }

    /**
     * An entry that was not.
     *
     * @param code what is wrong, for programs
     * @param message for people, with field and rule
     */
    record Failed(String id, String code, String message) implements Entry {

        static Failed of(String id, RefusedException refused) {
            return new Failed(
                    id,
                    switch (refused.refusal()) {
                        case INVALID -> "invalid";
                        case TOO_LARGE -> "too-large";
                        case NOT_FOUND -> "not-found";
                        case CONFLICT, STALE_REVISION -> "conflict";
                    },
                    String.valueOf(refused.getMessage()));
        }

        static Failed of(String id, ReceiptResult result) {
            return new Failed(id, BatchAnswer.code(result), BatchAnswer.message(result));
        }
    }

    static String code(ReceiptResult result) {
        return switch (result) {
            case DONE -> "done";
            case GONE -> "gone";
            case STALE -> "stale";
            case UNKNOWN -> "unknown-receipt-handle";
            case TOO_LONG -> "too-long";
        };
    }

    static String message(ReceiptResult result) {
        return switch (result) {
            case DONE -> "The entry was carried out.";
            case GONE -> "The message is no longer in the queue.";
            case STALE -> "The receipt handle counts no more: the message is visible, or was received again.";
            case UNKNOWN -> "receiptHandle must be one of this queue, as receiving a message gives it.";
            case TOO_LONG -> "A message can be hidden for at most twelve hours after it was received.";
        };
    }
}
