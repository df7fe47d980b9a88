// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** One column of a batch as a PostgreSQL array, to be read by {@code unnest}. */
public final class SqlArrays {

    private SqlArrays() {}

    public static <T> SqlArrayValue uuids(Collection<T> rows, Function<T, @Nullable Object> column) {
        return array("uuid", rows, column);
    }

    public static <T> SqlArrayValue texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return new SqlArrayValue("text", (Object[]) rows.stream().map(column).toArray(String[]::new));
    }

    public static <T> SqlArrayValue integers(Collection<T> rows, Function<T, @Nullable Object> column) {
        return array("int4", rows, column);
    }

    public static <T> SqlArrayValue longs(Collection<T> rows, Function<T, @Nullable Object> column) {
        return array("int8", rows, column);
    }

    public static <T> SqlArrayValue times(Collection<T> rows, Function<T, Instant> column) {
        return texts("timestamptz", rows, row -> column.apply(row).toString());
    }

    public static <T> SqlArrayValue optionalTimes(Collection<T> rows, Function<T, @Nullable Instant> column) {
        return new SqlArrayValue("timestamptz", (Object[]) rows.stream()
                .map(column)
                .map(time -> time == null ? null : time.toString())
                .toArray(String[]::new));
    }

    public static <T> SqlArrayValue bytes(Collection<T> rows, Function<T, byte @Nullable []> column) {
        return new SqlArrayValue("bytea", (Object[]) rows.stream().map(column).toArray(byte[][]::new));
    }

    /** A single instant, as a parameter. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> SqlArrayValue texts(String type, Collection<T> rows, Function<T, String> column) {
        return new SqlArrayValue(type, (Object[]) rows.stream().map(column).toArray(String[]::new));
    }

    private static <T> SqlArrayValue array(String type, Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }
}
