// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EventBridge's six fields: minute, hour, day of month, month, day of week, year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
final class AwsCronParser {

    private static final Pattern NEAREST_WEEKDAY = Pattern.compile("(\\d{1,2})W");
    private static final Pattern LAST_OF_MONTH = Pattern.compile("([1-7]|[A-Z]{3})L");
    private static final Pattern NTH_OF_MONTH = Pattern.compile("([0-9]+|[A-Z]{3})#([0-9]+)");

    private AwsCronParser() {}

    static CronExpression parse(String fields, ZoneId zone) {
        String[] field = fields.split("\\s+", -1);
        if (field.length != 6) {
            throw RefusedException.invalid(
                    SlotExpression.FIELD,
                    "must have six fields in cron(…): minute, hour, day of month, month, day of week, year; it has "
                            + field.length);
        }
        return new CronExpression(
                CronField.MINUTE.parse(field[0]),
                CronField.HOUR.parse(field[1]),
                days(field[2], field[4]),
                CronField.MONTH.parse(field[3]),
                CronField.YEAR.parse(field[5]),
                zone);
    }

    private static DayRule days(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw RefusedException.invalid(
                    SlotExpression.FIELD,
                    "has the day of month '" + ofMonth + "' and the day of week '" + ofWeek
                            + "', of which exactly one must be ?");
        }
        return ofWeek.equals("?") ? daysOfMonth(ofMonth) : daysOfWeek(ofWeek);
    }

    private static DayRule daysOfMonth(String text) {
        BitSet numbers = new BitSet();
        DayRule rule = DayRule.numbered(numbers);
        for (String term : CronField.DAY_OF_MONTH.terms(text)) {
            String upper = term.toUpperCase(Locale.ROOT);
            Matcher nearest = NEAREST_WEEKDAY.matcher(upper);
            if (upper.equals("L")) {
                rule = rule.or(DayRule.last());
            } else if (upper.equals("LW")) {
                rule = rule.or(DayRule.lastWeekday());
            } else if (nearest.matches()) {
                rule = rule.or(DayRule.weekdayNearestTo(CronField.DAY_OF_MONTH.value(nearest.group(1))));
            } else {
                CronField.DAY_OF_MONTH.add(term, numbers);
            }
        }
        return rule;
    }

    private static DayRule daysOfWeek(String text) {
        BitSet fromSunday = new BitSet();
        BitSet iso = new BitSet();
        DayRule rule = DayRule.onDaysOfWeek(iso);
        for (String term : CronField.AWS_DAY_OF_WEEK.terms(text)) {
            String upper = term.toUpperCase(Locale.ROOT);
            Matcher last = LAST_OF_MONTH.matcher(upper);
            Matcher nth = NTH_OF_MONTH.matcher(upper);
            if (upper.equals("L")) {
                fromSunday.set(7);
            } else if (last.matches()) {
                rule = rule.or(DayRule.lastOf(dayOfWeek(last.group(1))));
            } else if (nth.matches()) {
                rule = rule.or(DayRule.nth(dayOfWeek(nth.group(1)), nthOfMonth(term, nth.group(2))));
            } else {
                CronField.AWS_DAY_OF_WEEK.add(term, fromSunday);
            }
        }
        fromSunday.stream().forEach(day -> iso.set(iso(day)));
        return rule;
    }

    private static DayOfWeek dayOfWeek(String text) {
        return DayOfWeek.of(iso(CronField.AWS_DAY_OF_WEEK.value(text)));
    }

    private static int nthOfMonth(String term, String n) {
        if (!n.matches("[1-5]")) {
            throw CronField.AWS_DAY_OF_WEEK.refusal(term, "must have a number from 1 to 5 after #");
        }
        return Integer.parseInt(n);
    }

    private static int iso(int dayFromSunday) {
        return dayFromSunday == 1 ? 7 : dayFromSunday - 1;
    }
}
