// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.resends;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * A redrive or a replay.
 *
 * @param state {@code running}, {@code stopped} or {@code done}
 * @param function where it sends to, left out for where things were addressed to
 * @param total how many matched when it was started
 * @param failed how many could not be sent; {@code problem} says why the last one could not
 * @param skipped of the total those that were neither sent nor failed; 0 while it runs
 * @param nextAt when it goes on, while it runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResendAnswer(
        UUID id,
        String state,
        @Nullable String function,
        @Nullable String qualifier,
        double ratePerSecond,
        long total,
        long done,
        long failed,
        long skipped,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant nextAt,
        @Nullable Instant endedAt) {

    public static ResendAnswer of(Resend resend) {
        return new ResendAnswer(
                resend.id(),
                resend.state().name().toLowerCase(Locale.ROOT),
                resend.to().functionName(),
                resend.to().qualifier(),
                resend.ratePerSecond(),
                resend.total(),
                resend.done(),
                resend.failed(),
                resend.skipped(),
                resend.problem(),
                resend.createdAt(),
                resend.endedAt() == null ? resend.nextAt() : null,
                resend.endedAt());
    }

    /** The answer to whoever started it. */
    public static ResponseEntity<?> started(Resend resend) {
        String collection = resend.kind() == Kind.REDRIVE ? "redrives" : "replays";
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/" + collection + "/" + resend.id()))
                .body(of(resend));
    }

    /** The answer to whoever only wants to know how many there would be. */
    public record Matching(long matching) {

        public static ResponseEntity<?> answer(long count) {
            return ResponseEntity.ok(new Matching(count));
        }
    }
}
