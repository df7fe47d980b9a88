// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user's expression for the instants at which a schedule is due, its slots. All slots are whole seconds. */
public sealed interface SlotExpression permits RateExpression, CronExpression, AtExpression {

    /** The settings' field that broken rules are reported for. */
    String FIELD = "expression";

    Pattern CALL = Pattern.compile("(rate|cron|at)\\((.*)\\)");

    /**
     * Returns the first slot after that instant, or empty when there is none any more.
     *
     * @param anchor the instant from which a rate counts; slots of the other kinds do not depend on it
     */
    Optional<Instant> nextAfter(Instant after, Instant anchor);

    /** Reads an expression, whose local times are those of the zone; refuses with the field and the rule. */
    static SlotExpression parse(String text, ZoneId zone) {
        Matcher call = CALL.matcher(text);
        if (call.matches()) {
            String argument = call.group(2).strip();
            return switch (call.group(1)) {
                case "rate" -> RateExpression.parse(argument);
                case "at" -> AtExpression.parse(argument, zone);
                default -> AwsCronParser.parse(argument, zone);
            };
        }
        if (text.contains("(") || text.isBlank()) {
            throw RefusedException.invalid(
                    FIELD,
                    "must be rate(5 minutes), cron(0 8 ? * MON-FRI *), at(2030-01-31T08:00:00) or five Unix fields"
                            + " such as */5 * * * *");
        }
        return UnixCronParser.parse(text.strip(), zone);
    }
}
