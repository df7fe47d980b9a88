// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.registry.RefusedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads when something is to be delivered: at an instant, or after a time. */
public final class DeliveryTime {

    private static final String ONE_OF_THEM = "and deliverAfter exclude each other";

    private DeliveryTime() {}

    /**
     * Returns the instant, or null for at once.
     *
     * @param at RFC 3339
     * @param after an ISO 8601 duration, or whole seconds
     */
    public static @Nullable Instant of(@Nullable String at, @Nullable String after, Instant now) {
        if (at != null && after != null) {
            throw RefusedException.invalid("deliverAt", ONE_OF_THEM);
        }
        if (at != null) {
            return instant(at);
        }
        return after == null ? null : later(now, duration("deliverAfter", after));
    }

    /** Reads an ISO 8601 duration, or whole seconds. */
    public static Duration duration(String field, String text) {
        try {
            Duration duration = text.chars().allMatch(letter -> letter >= '0' && letter <= '9')
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException | NumberFormatException | ArithmeticException unreadable) {
            throw noDuration(field);
        }
        throw noDuration(field);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw RefusedException.invalid("deliverAt", "must be an instant like 2026-01-31T12:00:00Z");
        }
    }

    private static Instant later(Instant now, Duration duration) {
        try {
            return now.plus(duration);
        } catch (DateTimeException | ArithmeticException tooFar) {
            return Instant.MAX;
        }
    }

    private static RefusedException noDuration(String field) {
        return RefusedException.invalid(field, "must be whole seconds or an ISO 8601 duration like PT15M");
    }
}
