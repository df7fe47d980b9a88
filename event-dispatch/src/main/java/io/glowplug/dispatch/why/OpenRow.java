// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.WaitingInvocation;
import io.glowplug.dispatch.flow.FlowKeys;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of an open invocation.
 *
 * @param leasedBy null while it waits
 * @param visibleAt null for infinity
 * @param lastOutcome of its last attempt, or null before that has ended
 */
record OpenRow(
        UUID id,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        @Nullable String orderingKey,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant visibleAt,
        @Nullable String leasedBy,
        @Nullable Instant leasedAt,
        @Nullable FlowKeys flow,
        @Nullable String errorType,
        @Nullable String lastOutcome,
        @Nullable Instant lastEndedAt) {

    /** Since when it waits: it was put back when its last attempt ended. */
    Instant since() {
        return lastEndedAt == null ? acceptedAt : lastEndedAt;
    }

    WaitingInvocation waiting() {
        return new WaitingInvocation(id, functionName, qualifier, triggerId, orderingKey, attempts, since(), visibleAt);
    }
}
