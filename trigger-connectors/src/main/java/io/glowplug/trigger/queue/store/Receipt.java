// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to a message that one receiving of it gave. The next receiving gives another one, and this one counts no
 * more.
 *
 * @param number drawn by chance for each receiving
 */
record Receipt(UUID queueId, long sequence, long number) {

    private static final int BYTES = 4 * Long.BYTES;

    String handle() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(queueId.getMostSignificantBits())
                .putLong(queueId.getLeastSignificantBits())
                .putLong(sequence)
                .putLong(number);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads a handle; empty if it is none. */
    static Optional<Receipt> of(String handle) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(handle));
            return bytes.remaining() == BYTES
                    ? Optional.of(
                            new Receipt(new UUID(bytes.getLong(), bytes.getLong()), bytes.getLong(), bytes.getLong()))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
