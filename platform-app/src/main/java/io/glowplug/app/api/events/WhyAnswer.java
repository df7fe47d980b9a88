// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.Standings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an invocation stands, and why it is not running.
 *
 * @param code one of {@code ended}, {@code running}, {@code trigger-paused}, {@code breaker-open}, {@code key-stopped},
 *     {@code behind-head}, {@code delayed}, {@code retrying}, {@code throttled}, {@code function-gone},
 *     {@code function-not-active}, {@code no-node}, {@code rate-limited}, {@code concurrency-limited},
 *     {@code nodes-busy} and {@code due}
 * @param sentence the same for people
 * @param until when that changes by itself, where it is known
 * @param details what the sentence speaks of, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WhyAnswer(
        UUID invocation,
        String code,
        String sentence,
        @Nullable Instant since,
        @Nullable Instant until,
        Map<String, Object> details) {

    static WhyAnswer of(Standings.Answer answer) {
        Standing standing = answer.standing();
        UUID id = answer.invocation().id();
        Instant since = standing.since();
        return switch (standing) {
            case Standing.Ended ended ->
                of(id, "ended", "It has ended: " + word(ended.status()) + ".", since, null)
                        .with("status", word(ended.status()));
            case Standing.Running running ->
                of(
                                id,
                                "running",
                                "Attempt %d is running on node %s.".formatted(running.attempt(), running.node()),
                                since,
                                null)
                        .with("node", running.node())
                        .with("attempt", running.attempt())
                        .with("leaseEnd", running.leaseEnd());
            case Standing.TriggerPaused paused ->
                of(id, "trigger-paused", "Its trigger is paused.", since, null).with("trigger", paused.triggerId());
            case Standing.BreakerOpen open ->
                of(id, "breaker-open", "The circuit breaker of its trigger is open.", since, open.until())
                        .with("trigger", open.triggerId());
            case Standing.KeyStopped stopped ->
                of(id, "key-stopped", "Its ordering key stands still until a dead letter is dealt with.", since, null)
                        .with("orderingKey", stopped.orderingKey())
                        .with("deadLetter", stopped.deadLetter());
            case Standing.BehindHead behind ->
                of(
                                id,
                                "behind-head",
                                "%d before it with the same ordering key; the first of them is %s."
                                        .formatted(behind.before(), word(behind.headStatus())),
                                since,
                                null)
                        .with("orderingKey", behind.orderingKey())
                        .with("head", behind.head())
                        .with("headStatus", word(behind.headStatus()))
                        .with("before", behind.before());
            case Standing.Delayed delayed ->
                of(id, "delayed", "It is not to begin before its time.", since, delayed.until());
            case Standing.Retrying retrying ->
                of(
                                id,
                                "retrying",
                                "Attempt %d failed; the next one waits for its time.".formatted(retrying.attempts()),
                                since,
                                retrying.until())
                        .with("attempts", retrying.attempts())
                        .with("errorType", retrying.errorType());
            case Standing.Throttled throttled ->
                of(
                        id,
                        "throttled",
                        "The last attempt found no room within the concurrency of its function or of the account.",
                        since,
                        throttled.until());
            case Standing.FunctionGone gone ->
                of(id, "function-gone", "It cannot run any more: " + gone.reason(), since, null);
            case Standing.FunctionNotActive inactive ->
                of(id, "function-not-active", "Its function cannot run: " + inactive.reason(), since, null);
            case Standing.NoNode none ->
                of(id, "no-node", "No node that is alive serves " + none.runtime() + ".", since, null)
                        .with("runtime", none.runtime());
            case Standing.HeldByRate held ->
                of(
                                id,
                                "rate-limited",
                                "The rate limit of its function lets nothing begin just now; it is number %d in line."
                                        .formatted(held.position()),
                                since,
                                held.until())
                        .with("key", held.key())
                        .with("position", held.position());
            case Standing.HeldByConcurrency held ->
                of(
                                id,
                                "concurrency-limited",
                                "%d are running, and its function lets no more than %d run at once; it is number %d in line."
                                        .formatted(held.running(), held.limit(), held.position()),
                                since,
                                null)
                        .with("key", held.key())
                        .with("position", held.position())
                        .with("limit", held.limit())
                        .with("running", held.running());
            case Standing.NodesBusy busy ->
                of(
                                id,
                                "nodes-busy",
                                "It is due and no node has taken it: those that could are busy, or none is alive.",
                                since,
                                null)
                        .with("running", busy.running());
            case Standing.Due _ -> of(id, "due", "It is due; a node takes it the next time it looks.", since, null);
        };
    }

    private static WhyAnswer of(
            UUID id, String code, String sentence, @Nullable Instant since, @Nullable Instant until) {
        return new WhyAnswer(id, code, sentence, since, until, new LinkedHashMap<>());
    }

    private WhyAnswer with(String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
        return this;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
