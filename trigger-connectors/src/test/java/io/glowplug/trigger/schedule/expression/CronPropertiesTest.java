// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Drawn expressions of both dialects around the changes of the clocks of every time zone in fifty years, held against an
 * oracle that looks at each minute.
 */
class CronPropertiesTest {

    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2050-01-01T00:00:00Z");
    private static final List<ZoneId> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();

    @Test
    void agreesWithTheOracleInEveryZone() {
        assertThat(ZONES).hasSizeGreaterThan(400);
        for (ZoneId zone : ZONES) {
            Property.holds(2, random -> assertAgrees(zone, random));
        }
    }

    /** Within some hours before and after a moment at which the zone's clocks change, if they ever do. */
    private static void assertAgrees(ZoneId zone, Random random) {
        Instant middle = moment(zone.getRules(), random);
        Drawn drawn = Drawn.expression(random, LocalDateTime.ofInstant(middle, zone));
        Instant from = middle.minus(Duration.ofMinutes(60 + random.nextInt(1_500)));
        Instant to = middle.plus(Duration.ofMinutes(60 + random.nextInt(600)));
        SlotExpression expression = SlotExpression.parse(drawn.text(), zone);
        List<Instant> slots = new ArrayList<>();
        Optional<Instant> next = expression.nextAfter(from, FROM);
        while (next.isPresent() && !next.get().isAfter(to)) {
            slots.add(next.get());
            next = expression.nextAfter(next.get(), FROM);
        }
        assertThat(slots)
                .as("%s in %s after %s until %s", drawn.text(), zone, from, to)
                .isEqualTo(oracle(drawn, zone.getRules(), from, to));
    }

    private static Instant moment(ZoneRules rules, Random random) {
        Instant any = Instant.ofEpochSecond(random.nextLong(FROM.getEpochSecond(), TO.getEpochSecond()));
        ZoneOffsetTransition next = rules.nextTransition(any);
        return next == null ? any : next.getInstant();
    }

    /** Looks at each minute; of a local time that occurs twice it takes the first. */
    private static List<Instant> oracle(Drawn drawn, ZoneRules rules, Instant from, Instant to) {
        List<Instant> slots = new ArrayList<>();
        long first = Math.floorDiv(from.getEpochSecond(), 60) * 60 + 60;
        for (long second = first; second <= to.getEpochSecond(); second += 60) {
            ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(second));
            LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, offset);
            if (drawn.matches().test(local)
                    && rules.getValidOffsets(local).getFirst().equals(offset)) {
                slots.add(Instant.ofEpochSecond(second));
            }
        }
        return slots;
    }

    /** An expression, and what it says put in another way. */
    private record Drawn(String text, Predicate<LocalDateTime> matches) {

        /** Draws one that is likely to match around that time. */
        static Drawn expression(Random random, LocalDateTime near) {
            Field minute = Field.draw(random, 0, 59, near.getMinute());
            Field hour = Field.draw(random, 0, 23, near.getHour());
            Field month = random.nextInt(4) > 0 ? Field.any() : Field.draw(random, 1, 12, near.getMonthValue());
            return random.nextBoolean()
                    ? unix(random, near, minute, hour, month)
                    : aws(random, near, minute, hour, month);
        }

        private static Drawn unix(Random random, LocalDateTime near, Field minute, Field hour, Field month) {
            Field ofMonth = random.nextBoolean() ? Field.any() : Field.draw(random, 1, 31, near.getDayOfMonth());
            int weekday = near.getDayOfWeek().getValue() % 7;
            Field ofWeek = random.nextBoolean() ? Field.any() : Field.draw(random, 0, 6, weekday);
            boolean both = ofMonth.text().startsWith("*") || ofWeek.text().startsWith("*");
            return new Drawn(
                    String.join(" ", minute.text(), hour.text(), ofMonth.text(), month.text(), ofWeek.text()), time -> {
                        boolean day = ofMonth.has().test(time.getDayOfMonth());
                        boolean named = ofWeek.has().test(time.getDayOfWeek().getValue() % 7);
                        return minute.has().test(time.getMinute())
                                && hour.has().test(time.getHour())
                                && month.has().test(time.getMonthValue())
                                && (both ? day && named : day || named);
                    });
        }

        private static Drawn aws(Random random, LocalDateTime near, Field minute, Field hour, Field month) {
            Day day = Day.draw(random, near.toLocalDate());
            return new Drawn(
                    "cron(%s %s %s %s %s *)"
                            .formatted(minute.text(), hour.text(), day.ofMonth(), month.text(), day.ofWeek()),
                    time -> minute.has().test(time.getMinute())
                            && hour.has().test(time.getHour())
                            && month.has().test(time.getMonthValue())
                            && day.matches().test(time.toLocalDate()));
        }
    }

    /** A field of numbers. */
    private record Field(String text, IntPredicate has) {

        static Field any() {
            return new Field("*", value -> true);
        }

        static Field draw(Random random, int min, int max, int near) {
            int low = min + random.nextInt(near - min + 1);
            int high = near + random.nextInt(max - near + 1);
            int step = 1 + random.nextInt(Math.min(20, max - min));
            return switch (random.nextInt(6)) {
                case 0 -> any();
                case 1 -> new Field("*/" + step, value -> (value - min) % step == 0);
                case 2 -> new Field(low + "-" + high, value -> value >= low && value <= high);
                case 3 ->
                    new Field(
                            low + "-" + high + "/" + step,
                            value -> value >= low && value <= high && (value - low) % step == 0);
                case 4 -> new Field(low + "," + near, value -> value == low || value == near);
                default -> new Field(Integer.toString(near), value -> value == near);
            };
        }
    }

    /** EventBridge's two day fields. */
    private record Day(String ofMonth, String ofWeek, Predicate<LocalDate> matches) {

        private static final String[] NAMES = {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};

        static Day draw(Random random, LocalDate near) {
            String name = NAMES[near.getDayOfWeek().getValue() - 1];
            int nth = (near.getDayOfMonth() - 1) / 7 + 1;
            return switch (random.nextInt(7)) {
                case 0 -> new Day("*", "?", day -> true);
                case 1 -> new Day("L", "?", day -> isLastOfMonth(day));
                case 2 -> new Day("LW", "?", day -> isWeekday(day) && noWeekdayAfter(day));
                case 3 ->
                    new Day(
                            "?",
                            name + "#" + nth,
                            day -> day.getDayOfWeek() == near.getDayOfWeek()
                                    && (day.getDayOfMonth() - 1) / 7 + 1 == nth);
                case 4 ->
                    new Day(
                            "?",
                            name + "L",
                            day -> day.getDayOfWeek() == near.getDayOfWeek()
                                    && day.plusDays(7).getMonth() != day.getMonth());
                case 5 -> new Day("?", name, day -> day.getDayOfWeek() == near.getDayOfWeek());
                default -> {
                    Field number = Field.draw(random, 1, 31, near.getDayOfMonth());
                    yield new Day(number.text(), "?", day -> number.has().test(day.getDayOfMonth()));
                }
            };
        }

        private static boolean isLastOfMonth(LocalDate day) {
            return day.plusDays(1).getMonth() != day.getMonth();
        }

        private static boolean isWeekday(LocalDate day) {
            return day.getDayOfWeek().getValue() <= 5;
        }

        private static boolean noWeekdayAfter(LocalDate day) {
            return day.plusDays(1)
                    .datesUntil(day.plusDays(4))
                    .noneMatch(later -> later.getMonth() == day.getMonth() && isWeekday(later));
        }
    }
}
