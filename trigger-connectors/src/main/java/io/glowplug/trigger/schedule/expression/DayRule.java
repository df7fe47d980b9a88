// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;

/** Which days of a month match. */
@FunctionalInterface
interface DayRule {

    /** Returns the matching days, 1 to 31, of which only those that the month has are set. */
    BitSet daysOf(YearMonth month);

    /** Days by number. */
    static DayRule numbered(BitSet numbers) {
        return month -> {
            BitSet days = (BitSet) numbers.clone();
            days.clear(month.lengthOfMonth() + 1, Math.max(days.size(), month.lengthOfMonth() + 1));
            return days;
        };
    }

    /** The last day, whichever it is. */
    static DayRule last() {
        return month -> only(month.lengthOfMonth());
    }

    /** The last day from Monday to Friday. */
    static DayRule lastWeekday() {
        return month -> only(weekdayNearest(month.atEndOfMonth()).getDayOfMonth());
    }

    /** The day from Monday to Friday that is nearest to that one, within its month. */
    static DayRule weekdayNearestTo(int day) {
        return month -> day > month.lengthOfMonth()
                ? new BitSet()
                : only(weekdayNearest(month.atDay(day)).getDayOfMonth());
    }

    /** Every one of those days of the week; bit 1 is Monday, bit 7 Sunday. */
    static DayRule onDaysOfWeek(BitSet isoDaysOfWeek) {
        return month -> {
            BitSet days = new BitSet();
            int dayOfWeek = month.atDay(1).getDayOfWeek().getValue();
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                days.set(day, isoDaysOfWeek.get(dayOfWeek));
                dayOfWeek = dayOfWeek % 7 + 1;
            }
            return days;
        };
    }

    /** The n-th such day of the week; none in a month that has fewer. */
    static DayRule nth(DayOfWeek dayOfWeek, int n) {
        return month -> {
            LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(n, dayOfWeek));
            return YearMonth.from(date).equals(month) ? only(date.getDayOfMonth()) : new BitSet();
        };
    }

    static DayRule lastOf(DayOfWeek dayOfWeek) {
        return month -> only(
                month.atDay(1).with(TemporalAdjusters.lastInMonth(dayOfWeek)).getDayOfMonth());
    }

    default DayRule or(DayRule other) {
        return month -> {
            BitSet days = daysOf(month);
            days.or(other.daysOf(month));
            return days;
        };
    }

    default DayRule and(DayRule other) {
        return month -> {
            BitSet days = daysOf(month);
            days.and(other.daysOf(month));
            return days;
        };
    }

    private static BitSet only(int day) {
        BitSet days = new BitSet();
        days.set(day);
        return days;
    }

    private static LocalDate weekdayNearest(LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
    }
}
