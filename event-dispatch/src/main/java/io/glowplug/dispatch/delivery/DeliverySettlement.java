// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryOutcome.DeliveredWithin;
import io.glowplug.dispatch.DeliveryOutcome.Reply;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a leased delivery.
 *
 * @param outcome null where it ended without another try
 */
record DeliverySettlement(
        LeasedDelivery delivery,
        DeliveryState next,
        @Nullable DeliveryOutcome outcome,
        Instant startedAt,
        Instant endedAt) {

    String word() {
        return switch (outcome) {
            case null -> "failed";
            case DeliveryOutcome.Delivered _, DeliveredWithin _ -> "delivered";
            case DeliveryOutcome.Failed _ -> "failed";
            case DeliveryOutcome.Refused _ -> "refused";
        };
    }

    String state() {
        return switch (next) {
            case DeliveryState.Waiting _ -> "waiting";
            case DeliveryState.Delivered _ -> "delivered";
            case DeliveryState.Failed _ -> "failed";
        };
    }

    /** Why it did not work, for the row. */
    @Nullable
    String lastError() {
        return next instanceof DeliveryState.Failed failed ? failed.why() : errorMessage();
    }

    @Nullable
    String errorType() {
        return switch (outcome) {
            case DeliveryOutcome.Failed failed -> failed.errorType();
            case DeliveryOutcome.Refused refused -> refused.errorType();
            case DeliveryOutcome.Delivered _, DeliveredWithin _ -> null;
            case null -> null;
        };
    }

    @Nullable
    String errorMessage() {
        return switch (outcome) {
            case DeliveryOutcome.Failed failed -> failed.errorMessage();
            case DeliveryOutcome.Refused refused -> refused.errorMessage();
            case DeliveryOutcome.Delivered _, DeliveredWithin _ -> null;
            case null -> null;
        };
    }

    @Nullable
    Reply reply() {
        return switch (outcome) {
            case DeliveryOutcome.Delivered delivered -> delivered.reply();
            case DeliveryOutcome.Failed failed -> failed.reply();
            case DeliveryOutcome.Refused refused -> refused.reply();
            case DeliveredWithin _ -> null;
            case null -> null;
        };
    }

    @Nullable
    UUID madeEvent() {
        return outcome instanceof DeliveredWithin within ? within.madeEvent() : null;
    }

    int failures() {
        return next instanceof DeliveryState.Waiting waiting ? waiting.failures() : delivery.failures();
    }
}
