// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every way in which one try of a delivery can end. */
public sealed interface DeliveryOutcome {

    /** The receiver has it. */
    record Delivered(@Nullable Reply reply) implements DeliveryOutcome {

        public static final Delivered WITHOUT_REPLY = new Delivered(null);
    }

    /**
     * It is delivered by work in this database, done in the transaction that ends the delivery: exactly once.
     *
     * @param madeEvent the event that comes of it, or null if none does
     * @param afterwards called once that has committed
     */
    record DeliveredWithin(Runnable work, @Nullable UUID madeEvent, Runnable afterwards) implements DeliveryOutcome {}

    /**
     * It did not work, and may another time.
     *
     * @param errorType in the style of error types of functions, such as {@code Http.Status}
     * @param notBefore how long the receiver wants to be left alone, or null
     */
    record Failed(
            String errorType,
            String errorMessage,
            @Nullable Reply reply,
            @Nullable Duration notBefore) implements DeliveryOutcome {

        public Failed(String errorType, String errorMessage) {
            this(errorType, errorMessage, null, null);
        }
    }

    /** It cannot work, however often it is tried. */
    record Refused(
            String errorType, String errorMessage, @Nullable Reply reply) implements DeliveryOutcome {

        public Refused(String errorType, String errorMessage) {
            this(errorType, errorMessage, null);
        }
    }

    /**
     * What the receiver answered.
     *
     * @param body its beginning
     */
    record Reply(int status, String body) {

        /** How much of an answer is kept. */
        public static final int MAX_BODY_BYTES = 1024;
    }
}
