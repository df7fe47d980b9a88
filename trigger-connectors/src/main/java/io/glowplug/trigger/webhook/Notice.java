// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import io.glowplug.trigger.IngressExchange;
import java.nio.charset.StandardCharsets;

/**
 * A request as it was sent, with the bytes that were signed.
 *
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Notice(IngressExchange exchange, byte[] body) {

    /**
     * Returns a header that has to be there.
     *
     * @throws BadSignatureException if it is not
     */
    String required(String header) throws BadSignatureException {
        String value = exchange.header(header);
        if (value == null || value.isBlank()) {
            throw new BadSignatureException("The header " + header + " is missing.");
        }
        return value.strip();
    }

    /** Returns the body with a text before it. */
    byte[] bodyAfter(String text) {
        byte[] before = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[before.length + body.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(body, 0, all, before.length, body.length);
        return all;
    }
}
