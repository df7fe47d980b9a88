// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Selects idempotency keys; what is null selects nothing away.
 *
 * @param completed only keys whose call has succeeded, or only those whose call is still to be answered
 * @param prefix what the key begins with
 */
public record IdempotencyKeyQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable Boolean completed,
        @Nullable String prefix) {}
