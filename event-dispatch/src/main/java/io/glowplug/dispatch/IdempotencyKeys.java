// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys by which callers make two calls one. */
public interface IdempotencyKeys {

    Page<IdempotencyKey> list(IdempotencyKeyQuery query, PageRequest page);

    /**
     * Forgets a key, so that the next call or event with it runs; false if there is none.
     *
     * @param triggerId the trigger whose key it is, or null for a key that callers chose
     */
    boolean revoke(String functionName, @Nullable UUID triggerId, String key);

    /**
     * One key of one function.
     *
     * @param triggerId the trigger whose events have such keys, or null for one that callers chose
     * @param completed false while the first call with it is still to be answered
     */
    record IdempotencyKey(
            String functionName,
            @Nullable UUID triggerId,
            String key,
            boolean completed,
            UUID invocationId,
            Instant createdAt,
            Instant expiresAt) {}
}
