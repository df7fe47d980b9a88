// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Many dead letters (a redrive) or past events (a replay) that are being sent again.
 *
 * @param to where to, if not to where they were addressed
 * @param ratePerSecond at most that many become due in each second; 0 for as fast as possible
 * @param total how many matched when it was started
 * @param done how many were sent
 * @param failed how many could not be sent: their function is gone, or their idempotency key is taken
 * @param skipped once it has ended: those of the total that were neither sent nor failed. They were redriven or purged
 *     by somebody else meanwhile, passed their retention, or the end was a stop
 * @param problem why the last one that failed did, or null
 * @param nextAt when it goes on
 */
public record Resend(
        UUID id,
        Kind kind,
        State state,
        Redirection to,
        double ratePerSecond,
        long total,
        long done,
        long failed,
        long skipped,
        @Nullable String problem,
        Instant nextAt,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** What is sent again. */
    public enum Kind {
        /** Dead letters, each as a new invocation of its event. */
        REDRIVE,
        /** Events, each as a new event. */
        REPLAY
    }

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        /** By a person; what was sent before is not taken back. */
        STOPPED,
        DONE
    }
}
