// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every slot of ten years against an oracle that looks at each minute of them. */
class SlotOracleTest {

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2030-01-01T00:00:00Z");
    private static final String[] ZONES = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"
    };

    static Stream<Arguments> schedules() {
        return Stream.of(ZONES)
                .flatMap(zone -> Stream.of(
                        Arguments.of(zone, "cron(30 2 * * ? *)", at(2, 30)),
                        Arguments.of(zone, "cron(0/15 1-3 ? * SUN *)", (Predicate<LocalDateTime>)
                                time -> time.getMinute() % 15 == 0
                                        && time.getHour() >= 1
                                        && time.getHour() <= 3
                                        && time.getDayOfWeek() == DayOfWeek.SUNDAY),
                        Arguments.of(zone, "cron(45 1 LW * ? *)", at(1, 45).and(SlotOracleTest::isLastWeekday)),
                        Arguments.of(zone, "10 */6 1 * 1", (Predicate<LocalDateTime>) time -> time.getMinute() == 10
                                && time.getHour() % 6 == 0
                                && (time.getDayOfMonth() == 1 || time.getDayOfWeek() == DayOfWeek.MONDAY)),
                        Arguments.of(
                                zone, "*/10 * * * *", (Predicate<LocalDateTime>) time -> time.getMinute() % 10 == 0)));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void agreesWithTheOracleOverTenYears(String zoneName, String text, Predicate<LocalDateTime> matches) {
        ZoneId zone = ZoneId.of(zoneName);
        SlotExpression expression = SlotExpression.parse(text, zone);
        Instant previous = FROM.minusSeconds(1);
        Set<LocalDateTime> seen = new HashSet<>();
        ZoneRules rules = zone.getRules();
        for (long second = FROM.getEpochSecond(); second < TO.getEpochSecond(); second += 60) {
            ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(second));
            LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, offset);
            if (matches.test(local) && seen.add(local)) {
                Instant slot = Instant.ofEpochSecond(second);
                assertThat(expression.nextAfter(previous, FROM)).hasValue(slot);
                previous = slot;
            }
        }
        assertThat(expression.nextAfter(previous, FROM))
                .hasValueSatisfying(next -> assertThat(next).isAfterOrEqualTo(TO));
        assertThat(seen).hasSizeGreaterThan(100);
    }

    private static Predicate<LocalDateTime> at(int hour, int minute) {
        return time -> time.getMinute() == minute && time.getHour() == hour;
    }

    private static boolean isLastWeekday(LocalDateTime time) {
        LocalDate day = time.toLocalDate();
        for (LocalDate later = day.plusDays(1); later.getMonth() == day.getMonth(); later = later.plusDays(1)) {
            if (isWeekday(later)) {
                return false;
            }
        }
        return isWeekday(day);
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek().getValue() <= 5;
    }
}
