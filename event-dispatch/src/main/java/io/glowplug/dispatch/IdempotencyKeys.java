// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys by which callers make two calls one. */
public interface IdempotencyKeys {

    Page<IdempotencyKey> list(@Nullable String functionName, PageRequest page);

    /** Forgets a key, so that the next call with it runs; false if there is none. */
    boolean revoke(String functionName, String key);

    /**
     * One key of one function.
     *
     * @param completed false while the first call with it is still to be answered
     */
    record IdempotencyKey(
            String functionName,
            String key,
            boolean completed,
            UUID invocationId,
            Instant createdAt,
            Instant expiresAt) {}
}
