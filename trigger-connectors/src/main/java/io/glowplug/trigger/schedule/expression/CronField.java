// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One field of a cron expression: its range, its names, and the reading of the terms that all fields share. */
enum CronField {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** EventBridge's: 1 is Sunday. */
    AWS_DAY_OF_WEEK("day of week", 1, 7, "SUN MON TUE WED THU FRI SAT"),
    /** Unix's: 0 and 7 are Sunday. */
    UNIX_DAY_OF_WEEK("day of week", 0, 7, "SUN MON TUE WED THU FRI SAT"),
    YEAR("year", 1970, CronExpression.LAST_YEAR, "");

    private static final Pattern TERM =
            Pattern.compile("(?<from>\\*|[0-9A-Za-z]+)(?:-(?<to>[0-9A-Za-z]+))?(?:/(?<step>[0-9]+))?");

    private final String label;
    private final int min;
    private final int max;
    private final String names;

    CronField(String label, int min, int max, String names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** Reads a whole field: terms with commas between them. */
    BitSet parse(String text) {
        BitSet values = new BitSet();
        for (String term : terms(text)) {
            add(term, values);
        }
        return values;
    }

    List<String> terms(String text) {
        List<String> terms = List.of(text.split(",", -1));
        if (terms.contains("")) {
            throw refusal(text, "must have a term before and after each comma");
        }
        return terms;
    }

    /** Adds what a term stands for: {@code *}, a value or a range, each with or without a step. */
    void add(String text, BitSet values) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw refusal(text, "must be *, a value, a range such as a-b, or one of these with a step such as */n");
        }
        boolean star = term.group("from").equals("*");
        boolean stepped = term.group("step") != null;
        boolean range = term.group("to") != null;
        if (star && range) {
            throw refusal(text, "must not give a range from *");
        }
        int from = star ? min : value(term.group("from"));
        int to = range ? rangeEnd(term.group("to"), from) : star || stepped ? max : from;
        int step = stepped ? step(text, term.group("step")) : 1;
        if (to < from) {
            throw refusal(text, "must be a range that rises");
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    /** Reads a number or a name of this field. */
    int value(String text) {
        int named = List.of(names.split(" ")).indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0 && !text.isEmpty()) {
            return named + min;
        }
        String allowed = names.isEmpty() ? "" : " or one of " + names.replace(" ", ", ");
        if (!text.matches("[0-9]{1,4}")) {
            throw refusal(text, "must be a number from " + min + " to " + max + allowed);
        }
        int value = Integer.parseInt(text);
        if (value < min || value > max) {
            throw refusal(text, "must be between " + min + " and " + max);
        }
        return value;
    }

    RefusedException refusal(String text, String rule) {
        return RefusedException.invalid(SlotExpression.FIELD, "has the " + label + " '" + text + "', which " + rule);
    }

    /** Unix's week may be written from Sunday or to Sunday, so FRI-SUN is a range that rises. */
    private int rangeEnd(String text, int from) {
        int value = value(text);
        return this == UNIX_DAY_OF_WEEK && value == 0 && from > 0 ? 7 : value;
    }

    private int step(String term, String text) {
        int step = text.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (step < 1 || step > max - min) {
            throw refusal(term, "must have a step between 1 and " + (max - min));
        }
        return step;
    }
}
