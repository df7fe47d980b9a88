// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cron(0 8 ? * MON-FRI *)      | 2026-01-01T08:00:00Z 2026-01-02T08:00:00Z 2026-01-05T08:00:00Z
            cron(15 10 L * ? *)          | 2026-01-31T10:15:00Z 2026-02-28T10:15:00Z 2026-03-31T10:15:00Z
            cron(0 0 LW * ? *)           | 2026-01-30T00:00:00Z 2026-02-27T00:00:00Z 2026-03-31T00:00:00Z
            cron(0 0 15W * ? *)          | 2026-01-15T00:00:00Z 2026-02-16T00:00:00Z 2026-03-16T00:00:00Z
            cron(0 12 1W * ? *)          | 2026-01-01T12:00:00Z 2026-02-02T12:00:00Z 2026-03-02T12:00:00Z
            cron(0 12 31W * ? *)         | 2026-01-30T12:00:00Z 2026-03-31T12:00:00Z 2026-05-29T12:00:00Z
            cron(0 9 ? * 2#1 *)          | 2026-01-05T09:00:00Z 2026-02-02T09:00:00Z 2026-03-02T09:00:00Z
            cron(0 9 ? * TUE#5 *)        | 2026-03-31T09:00:00Z 2026-06-30T09:00:00Z 2026-09-29T09:00:00Z
            cron(0 9 ? * 5L *)           | 2026-01-29T09:00:00Z 2026-02-26T09:00:00Z 2026-03-26T09:00:00Z
            cron(0 9 ? * L *)            | 2026-01-03T09:00:00Z 2026-01-10T09:00:00Z 2026-01-17T09:00:00Z
            cron(0 9 ? * SUN,6L *)       | 2026-01-04T09:00:00Z 2026-01-11T09:00:00Z 2026-01-18T09:00:00Z
            cron(0/20 23 31 DEC ? 2026)  | 2026-12-31T23:00:00Z 2026-12-31T23:20:00Z 2026-12-31T23:40:00Z
            cron(5 0 29 2 ? *)           | 2028-02-29T00:05:00Z 2032-02-29T00:05:00Z 2036-02-29T00:05:00Z
            cron(0 0 1 1 ? 2027-2031/2)  | 2027-01-01T00:00:00Z 2029-01-01T00:00:00Z 2031-01-01T00:00:00Z
            cron(1,59 5 10 jan,Mar ? *)  | 2026-01-10T05:01:00Z 2026-01-10T05:59:00Z 2026-03-10T05:01:00Z
            */5 * * * *                  | 2026-01-01T00:05:00Z 2026-01-01T00:10:00Z 2026-01-01T00:15:00Z
            0 22 * * 1-5                 | 2026-01-01T22:00:00Z 2026-01-02T22:00:00Z 2026-01-05T22:00:00Z
            0 0 13 * 5                   | 2026-01-02T00:00:00Z 2026-01-09T00:00:00Z 2026-01-13T00:00:00Z
            0 0 */10 * 1                 | 2026-05-11T00:00:00Z 2026-06-01T00:00:00Z 2026-08-31T00:00:00Z
            30 4 1,15 * *                | 2026-01-01T04:30:00Z 2026-01-15T04:30:00Z 2026-02-01T04:30:00Z
            0 6 * * SAT-SUN              | 2026-01-03T06:00:00Z 2026-01-04T06:00:00Z 2026-01-10T06:00:00Z
            0 6 * * 0                    | 2026-01-04T06:00:00Z 2026-01-11T06:00:00Z 2026-01-18T06:00:00Z
            0 6 * * 7                    | 2026-01-04T06:00:00Z 2026-01-11T06:00:00Z 2026-01-18T06:00:00Z
            0-10/5 3 * feb mon           | 2026-02-02T03:00:00Z 2026-02-02T03:05:00Z 2026-02-02T03:10:00Z
            """)
    void firesWhenItsFieldsSay(String expression, String slots) {
        assertThat(slots(expression, "UTC", NEW_YEAR, 3))
                .isEqualTo(
                        List.of(slots.split(" ")).stream().map(Instant::parse).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a local time that the clocks skip is no slot      | cron(30 2 * * ? *) | Europe/Berlin       | 2026-03-28 | 2026-03-28T01:30:00Z 2026-03-30T00:30:00Z
            a local time that occurs twice is its first       | cron(30 2 * * ? *) | Europe/Berlin       | 2026-10-24 | 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
            every minute of the second pass is left out       | cron(0/30 1-2 * * ? *) | America/New_York | 2026-11-01 | 2026-11-01T05:00:00Z 2026-11-01T05:30:00Z 2026-11-01T07:00:00Z
            half an hour that occurs twice                    | cron(45 1 * * ? *) | Australia/Lord_Howe | 2026-04-04 | 2026-04-03T14:45:00Z 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z
            half an hour that is skipped                      | cron(15 2 * * ? *) | Australia/Lord_Howe | 2026-10-03 | 2026-10-02T15:45:00Z 2026-10-04T15:15:00Z
            an offset of three quarters of an hour            | cron(0 12 * * ? *) | Asia/Kathmandu      | 2026-06-01 | 2026-06-01T06:15:00Z 2026-06-02T06:15:00Z
            a whole day that a country skipped                | cron(0 12 * * ? *) | Pacific/Apia        | 2011-12-29 | 2011-12-29T22:00:00Z 2011-12-30T22:00:00Z
            """)
    void followsTheClocksOnTheWall(String what, String expression, String zone, LocalDate from, String slots) {
        List<Instant> expected =
                List.of(slots.split(" ")).stream().map(Instant::parse).toList();
        Instant start = from.atStartOfDay(ZoneId.of(zone)).toInstant();

        assertThat(slots(expression, zone, start.minusSeconds(1), expected.size()))
                .as(what)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cron(0 0 30 2 ? *)
            cron(0 0 31 4,6,9,11 ? *)
            cron(0 0 1 1 ? 1999)
            cron(0 0 30W 2 ? *)
            0 0 30 2 *
            """)
    void knowsThatItNeverFires(String expression) {
        assertThat(slots(expression, "Europe/Berlin", NEW_YEAR, 1)).isEmpty();
    }

    @Test
    void findsASlotThatIsFortyYearsAway() {
        assertThat(slots("cron(0 0 ? 2 5#5 *)", "UTC", Instant.parse("2080-03-01T00:00:00Z"), 2))
                .containsExactly(Instant.parse("2120-02-29T00:00:00Z"), Instant.parse("2148-02-29T00:00:00Z"));
    }

    @Test
    void endsWithItsLastYear() {
        assertThat(slots("* * * * *", "UTC", Instant.parse("2199-12-31T23:58:30Z"), 9))
                .containsExactly(Instant.parse("2199-12-31T23:59:00Z"));
    }

    private static List<Instant> slots(String expression, String zone, Instant after, int count) {
        SlotExpression parsed = SlotExpression.parse(expression.strip(), ZoneId.of(zone));
        List<Instant> slots = new ArrayList<>();
        for (var slot = parsed.nextAfter(after, after);
                slot.isPresent() && slots.size() < count;
                slot = parsed.nextAfter(slot.get(), after)) {
            slots.add(slot.get());
        }
        return slots;
    }
}
