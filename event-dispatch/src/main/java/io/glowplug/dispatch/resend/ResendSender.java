// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.resend.ResendStore.Place;
import io.glowplug.dispatch.resend.ResendStore.Running;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends portions of one kind of resend, in the caller's transaction. */
interface ResendSender {

    /** Rows of one portion are at most this large together, unless there is only one of them. */
    long MOST_BYTES = 16L * 1024 * 1024;

    /** Sends the next ones after the place that was reached, at most that many. */
    Portion send(Running resend, int most, Pace pace);

    /**
     * What was done.
     *
     * @param reached the last one that was dealt with, or null when there was none left
     * @param problem why the last one that failed did, or null
     */
    record Portion(
            int sent,
            int failed,
            List<LedgerDelta> accepted,
            @Nullable Place reached,
            @Nullable String problem) {

        static final Portion NOTHING_LEFT = new Portion(0, 0, List.of(), null, null);
    }
}
