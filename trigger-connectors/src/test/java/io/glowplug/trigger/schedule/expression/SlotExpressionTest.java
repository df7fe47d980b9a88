// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotExpressionTest {

    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:07.9Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate(1 second)   | 2026-01-01T00:00:07.95Z | 2026-01-01T00:00:08Z
            rate(5 minutes)  | 2026-01-01T00:00:08Z    | 2026-01-01T00:05:07Z
            rate(5 minutes)  | 2026-01-01T00:05:07Z    | 2026-01-01T00:10:07Z
            rate(1 hour)     | 2030-06-01T10:30:00Z    | 2030-06-01T11:00:07Z
            rate(2 days)     | 2026-01-02T12:00:00Z    | 2026-01-03T00:00:07Z
            rate(1 day)      | 2025-12-31T00:00:00Z    | 2026-01-01T00:00:07Z
            """)
    void aRateKeepsTheRasterOfItsAnchor(String expression, Instant after, Instant slot) {
        assertThat(parse(expression).nextAfter(after, ANCHOR)).hasValue(slot);
    }

    @Test
    void aSingleTimeIsOneSlot() {
        SlotExpression once = SlotExpression.parse("at(2026-12-01T10:00:00)", ZoneId.of("Europe/Berlin"));
        Instant slot = Instant.parse("2026-12-01T09:00:00Z");

        assertThat(once.nextAfter(ANCHOR, ANCHOR)).hasValue(slot);
        assertThat(once.nextAfter(slot, ANCHOR)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate(5 minute)            | whose unit must be 'minutes'
            rate(1 minutes)           | whose unit must be 'minute'
            rate(0 minutes)           | must be at least 1
            rate(-5 minutes)          | must be a whole number, a space and
            rate(1.5 hours)           | must be a whole number, a space and
            rate(5 weeks)             | must be a whole number, a space and
            rate(367 days)            | must be at most 366 days
            cron(0 8 * * *)           | must have six fields in cron(…)
            cron(0 8 * * * *)         | of which exactly one must be ?
            cron(0 8 ? * ? *)         | of which exactly one must be ?
            cron(61 8 ? * * *)        | has the minute '61', which must be between 0 and 59
            cron(0 24 ? * * *)        | has the hour '24', which must be between 0 and 23
            cron(0 8 0 * ? *)         | has the day of month '0', which must be between 1 and 31
            cron(0 8 32W * ? *)       | has the day of month '32', which must be between 1 and 31
            cron(0 8 1 13 ? *)        | has the month '13', which must be between 1 and 12
            cron(0 8 1 JANUAR ? *)    | has the month 'JANUAR', which must be a number from 1 to 12 or one of JAN, FEB
            cron(0 8 ? * 8 *)         | has the day of week '8', which must be between 1 and 7
            cron(0 8 ? * 0 *)         | has the day of week '0', which must be between 1 and 7
            cron(0 8 ? * MON#6 *)     | has the day of week 'MON#6', which must have a number from 1 to 5 after #
            cron(0 8 ? * FRI-MON *)   | has the day of week 'FRI-MON', which must be a range that rises
            cron(0 8 1 * ? 1969)      | has the year '1969', which must be between 1970 and 2199
            cron(0 8 1 * ? 2200)      | has the year '2200', which must be between 1970 and 2199
            cron(0/60 8 1 * ? *)      | has the minute '0/60', which must have a step between 1 and 59
            cron(0/0 8 1 * ? *)       | must have a step between 1 and 59
            cron(1,,2 8 1 * ? *)      | must have a term before and after each comma
            cron(*-5 8 1 * ? *)       | must not give a range from *
            cron(a!b 8 1 * ? *)       | must be *, a value, a range
            0 8 ? * 1                 | has the day of month '?', which must be *, a value, a range
            0 8 1 * 8                 | has the day of week '8', which must be between 0 and 7
            0 8 1 *                   | must have five fields
            @daily                    | must have five fields
            at(2026-02-30T10:00:00)   | has the time '2026-02-30T10:00:00', which must be a time such as
            at(2026-03-29T02:30:00)   | does not exist in Europe/Berlin
            every(5 minutes)          | must be rate(5 minutes), cron(
            ''                        | must be rate(5 minutes), cron(
            """)
    void saysWhichFieldBreaksWhichRule(String expression, String rule) {
        assertThatThrownBy(() -> parse(expression))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(broken -> {
                                    assertThat(broken.field()).isEqualTo("expression");
                                    assertThat(broken.rule()).contains(rule);
                                }));
    }

    private static SlotExpression parse(String expression) {
        return SlotExpression.parse(expression, ZoneId.of("Europe/Berlin"));
    }
}
