// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Local times given by sets of minutes, hours, days, months and years. */
final class CronExpression implements SlotExpression {

    static final int LAST_YEAR = 2199;

    private final BitSet minutes;
    private final BitSet hours;
    private final DayRule days;
    private final BitSet months;
    private final BitSet years;
    private final ZoneId zone;

    CronExpression(BitSet minutes, BitSet hours, DayRule days, BitSet months, BitSet years, ZoneId zone) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.years = years;
        this.zone = zone;
    }

    /**
     * Walks local times, which rise with their instants as long as one that occurs twice stands for its first
     * occurrence. So the first local time whose instant is late enough is the next slot.
     */
    @Override
    public Optional<Instant> nextAfter(Instant after, Instant anchor) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        LocalDateTime candidate = firstFrom(minuteAfter(local));
        while (candidate != null) {
            ZoneOffsetTransition transition = zone.getRules().getTransition(candidate);
            if (transition != null && transition.isGap()) {
                candidate = firstFrom(minuteFrom(transition.getDateTimeAfter()));
                continue;
            }
            ZoneOffset offset =
                    transition == null ? zone.getRules().getOffset(candidate) : transition.getOffsetBefore();
            Instant slot = candidate.toInstant(offset);
            if (slot.isAfter(after)) {
                return Optional.of(slot);
            }
            candidate = firstFrom(minuteAfter(candidate));
        }
        return Optional.empty();
    }

    /** Returns the first matching local time that is not before the given one, a whole minute. */
    private @Nullable LocalDateTime firstFrom(LocalDateTime from) {
        YearMonth firstMonth = YearMonth.from(from);
        for (YearMonth month = monthFrom(firstMonth); month != null; month = monthFrom(month.plusMonths(1))) {
            boolean first = month.equals(firstMonth);
            int day = dayFrom(month, first ? from.getDayOfMonth() : 1);
            if (first && day == from.getDayOfMonth()) {
                LocalTime time = timeFrom(from.getHour(), from.getMinute());
                if (time != null) {
                    return month.atDay(day).atTime(time);
                }
                day = dayFrom(month, day + 1);
            }
            if (day > 0) {
                return month.atDay(day).atTime(hours.nextSetBit(0), minutes.nextSetBit(0));
            }
        }
        return null;
    }

    private @Nullable YearMonth monthFrom(YearMonth from) {
        int year = years.nextSetBit(from.getYear());
        if (year < 0) {
            return null;
        }
        int month = months.nextSetBit(year == from.getYear() ? from.getMonthValue() : 1);
        if (month > 0) {
            return YearMonth.of(year, month);
        }
        int laterYear = years.nextSetBit(year + 1);
        return laterYear < 0 ? null : YearMonth.of(laterYear, months.nextSetBit(1));
    }

    /** Returns the first matching day from that one on, or -1. */
    private int dayFrom(YearMonth month, int from) {
        return days.daysOf(month).nextSetBit(from);
    }

    private @Nullable LocalTime timeFrom(int fromHour, int fromMinute) {
        int hour = hours.nextSetBit(fromHour);
        if (hour == fromHour) {
            int minute = minutes.nextSetBit(fromMinute);
            if (minute >= 0) {
                return LocalTime.of(hour, minute);
            }
            hour = hours.nextSetBit(fromHour + 1);
        }
        return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0));
    }

    private static LocalDateTime minuteAfter(LocalDateTime local) {
        return local.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }

    private static LocalDateTime minuteFrom(LocalDateTime local) {
        LocalDateTime truncated = local.truncatedTo(ChronoUnit.MINUTES);
        return truncated.equals(local) ? local : truncated.plusMinutes(1);
    }
}
