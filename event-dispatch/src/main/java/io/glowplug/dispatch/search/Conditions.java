// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.search;

import io.glowplug.dispatch.partition.TimeOrderedIds;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one search, in the order in which they are added. Only those with a value become part of the
 * statement, so that PostgreSQL plans for exactly what is asked and uses the index for it.
 */
public final class Conditions {

    /** What PostgreSQL's timestamps and our ids can hold alike; what is further away selects the same. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /**
     * Adds a condition with one parameter, unless the value is null.
     *
     * @param condition SQL, a constant of the caller
     * @param parameter the parameter's name in it, which is also the field's name for the user
     */
    public Conditions and(String condition, String parameter, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw RefusedException.invalid(parameter, "must not contain the character NUL");
        }
        conditions.add(condition);
        parameters.put(parameter, value instanceof Instant instant ? timestamp(instant) : value);
        return this;
    }

    /** Adds a parameter that a condition before has named besides its own. */
    public Conditions with(String parameter, Object value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Adds a condition without a parameter. */
    public Conditions and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Adds a condition with the parameters {@code cursorTime} and {@code cursorId}, unless there is no place to start from. */
    public Conditions andBefore(String condition, @Nullable TimeAndId place) {
        if (place == null) {
            return this;
        }
        parameters.put("cursorId", place.id());
        return and(condition, "cursorTime", place.time());
    }

    /** Selects the time-ordered ids made from the one instant on and before the other, either of which may be null. */
    public Conditions idsBetween(@Nullable Instant from, @Nullable Instant to) {
        return idsBetween(from, to, "");
    }

    /** The same for the ids of one table among several, {@code table} being its name in the statement and a dot. */
    public Conditions idsBetween(@Nullable Instant from, @Nullable Instant to, String table) {
        and(table + "id >= :from", "from", from == null ? null : TimeOrderedIds.lowerBound(from));
        return and(table + "id < :to", "to", to == null ? null : TimeOrderedIds.lowerBound(to));
    }

    public Conditions idsBefore(@Nullable UUID cursor) {
        return and("id < :cursor", "cursor", cursor);
    }

    public Conditions idsAfter(@Nullable UUID cursor) {
        return and("id > :cursor", "cursor", cursor);
    }

    /** Returns the statement with the {@code where} clause in the place of {@code {where}}; empty selects all. */
    public String complete(String statement) {
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return statement.replace("{where}", where);
    }

    public Map<String, Object> parameters() {
        return Map.copyOf(parameters);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        Instant within = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
        return within.atOffset(ZoneOffset.UTC);
    }
}
