// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.time.ZoneId;
import java.util.BitSet;

/**
 * Unix's five fields: minute, hour, day of month, month, day of week. As in crontab(5), a day matches when either the
 * day of month or the day of week does, unless one of them begins with {@code *}.
 */
final class UnixCronParser {

    private UnixCronParser() {}

    static CronExpression parse(String fields, ZoneId zone) {
        String[] field = fields.split("\\s+", -1);
        if (field.length != 5) {
            throw RefusedException.invalid(
                    SlotExpression.FIELD,
                    "must have five fields: minute, hour, day of month, month, day of week (or six within cron(…));"
                            + " it has " + field.length);
        }
        return new CronExpression(
                CronField.MINUTE.parse(field[0]),
                CronField.HOUR.parse(field[1]),
                days(field[2], field[4]),
                CronField.MONTH.parse(field[3]),
                CronField.YEAR.parse("*"),
                zone);
    }

    private static DayRule days(String ofMonth, String ofWeek) {
        BitSet fromSunday = CronField.UNIX_DAY_OF_WEEK.parse(ofWeek);
        if (fromSunday.get(0)) {
            fromSunday.set(7);
        }
        DayRule numbered = DayRule.numbered(CronField.DAY_OF_MONTH.parse(ofMonth));
        DayRule named = DayRule.onDaysOfWeek(fromSunday);
        return ofMonth.startsWith("*") || ofWeek.startsWith("*") ? numbered.and(named) : numbered.or(named);
    }
}
