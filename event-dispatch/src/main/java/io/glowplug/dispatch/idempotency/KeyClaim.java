// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import java.util.UUID;

/** A call that wants a key for itself. */
public record KeyClaim(String functionName, String key, String payloadSha256, UUID invocationId) {

    KeyName name() {
        return new KeyName(functionName, key);
    }

    /** A key belongs to a function. */
    record KeyName(String functionName, String key) {}
}
