// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An open invocation that no node has the lease of.
 *
 * @param since since when it waits in this way: when it was accepted, or when its last attempt ended
 * @param due when it becomes or became due; null while it stands behind another one of its ordering key
 */
public record WaitingInvocation(
        UUID id,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        @Nullable String orderingKey,
        int attempts,
        Instant since,
        @Nullable Instant due) {}
