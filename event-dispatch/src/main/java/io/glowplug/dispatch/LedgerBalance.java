// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conservation law's counts for one function and one trigger (null: called without one). Synchronous invocations
 * are not in it: nobody was told "accepted".
 *
 * @param filtered events that the trigger's filter turned away; outside the equation
 */
public record LedgerBalance(
        String functionName,
        @Nullable UUID triggerId,
        long accepted,
        long succeeded,
        long deadLettered,
        long expired,
        long cancelled,
        long inFlight,
        long waiting,
        long filtered) {

    /** How many events the equation is off by: zero, always. */
    public long difference() {
        return accepted - (succeeded + deadLettered + expired + cancelled + inFlight + waiting);
    }
}
