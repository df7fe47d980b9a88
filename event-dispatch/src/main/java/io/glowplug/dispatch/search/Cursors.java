// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.search;

import io.glowplug.registry.Page;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cursors name the last item of the page before, so a list may grow and shrink while somebody leafs through it. */
public final class Cursors {

    private Cursors() {}

    /** A place in a list that is sorted by time first. */
    public record TimeAndId(Instant time, UUID id) {

        public String text() {
            return time + "_" + id;
        }
    }

    public static @Nullable UUID id(@Nullable String cursor) {
        return cursor == null ? null : parseId(cursor);
    }

    public static @Nullable TimeAndId timeAndId(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        int separator = cursor.indexOf('_');
        if (separator < 0) {
            throw refused();
        }
        try {
            return new TimeAndId(
                    Instant.parse(cursor.substring(0, separator)), parseId(cursor.substring(separator + 1)));
        } catch (DateTimeParseException e) {
            throw refused();
        }
    }

    /** Makes a page of rows that were asked for with one more than the limit. */
    public static <T> Page<T> page(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    private static UUID parseId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static RefusedException refused() {
        return RefusedException.invalid("cursor", "must be the nextCursor of the page before");
    }
}
