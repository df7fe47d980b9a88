// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every so many seconds from an anchor on, whatever the clocks on the wall do. Units and the rule on their singular are
 * EventBridge's; seconds are Glowplug's own.
 */
record RateExpression(long periodSeconds) implements SlotExpression {

    private static final Pattern RATE = Pattern.compile("(\\d{1,9}) (second|minute|hour|day)(s?)");
    private static final long LONGEST_SECONDS = 366L * 24 * 3600;

    static RateExpression parse(String argument) {
        Matcher rate = RATE.matcher(argument);
        if (!rate.matches()) {
            throw refusal("has the rate '" + argument
                    + "', which must be a whole number, a space and second(s), minute(s), hour(s) or day(s)");
        }
        long value = Long.parseLong(rate.group(1));
        boolean plural = !rate.group(3).isEmpty();
        if (value == 0) {
            throw refusal("has the rate '" + argument + "', which must be at least 1");
        }
        if (plural == (value == 1)) {
            throw refusal("has the rate '" + argument + "', whose unit must be '" + rate.group(2)
                    + (value == 1 ? "" : "s") + "'");
        }
        long seconds = value * secondsOf(rate.group(2));
        if (seconds > LONGEST_SECONDS) {
            throw refusal("has the rate '" + argument + "', which must be at most 366 days");
        }
        return new RateExpression(seconds);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after, Instant anchor) {
        Instant first = anchor.truncatedTo(ChronoUnit.SECONDS);
        if (after.isBefore(first)) {
            return Optional.of(first);
        }
        long periodsPassed = first.until(after, ChronoUnit.SECONDS) / periodSeconds;
        return Optional.of(first.plusSeconds((periodsPassed + 1) * periodSeconds));
    }

    private static long secondsOf(String unit) {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> 60;
            case "hour" -> 3600;
            default -> 86_400;
        };
    }

    private static RefusedException refusal(String rule) {
        return RefusedException.invalid(FIELD, rule);
    }
}
