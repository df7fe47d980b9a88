// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By how much one transaction changes the counters of one function and trigger. */
public record LedgerDelta(
        String functionName,
        @Nullable UUID triggerId,
        long accepted,
        long succeeded,
        long deadLettered,
        long expired,
        long cancelled,
        long filtered) {

    public static LedgerDelta accepted(String functionName, @Nullable UUID triggerId, long count) {
        return new LedgerDelta(functionName, triggerId, count, 0, 0, 0, 0, 0);
    }

    public static LedgerDelta cancelled(String functionName, @Nullable UUID triggerId, long count) {
        return new LedgerDelta(functionName, triggerId, 0, 0, 0, 0, count, 0);
    }

    LedgerDelta plus(LedgerDelta that) {
        return new LedgerDelta(
                functionName,
                triggerId,
                accepted + that.accepted,
                succeeded + that.succeeded,
                deadLettered + that.deadLettered,
                expired + that.expired,
                cancelled + that.cancelled,
                filtered + that.filtered);
    }
}
