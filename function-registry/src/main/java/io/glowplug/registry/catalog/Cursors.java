// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.springframework.data.domain.Limit;

/** Turns the place where a page ended into an opaque cursor and back. */
final class Cursors {

    private Cursors() {}

    /** Returns the last key of the page before, or {@code first}, which sorts before every key. */
    static String after(PageRequest page, String first) {
        String cursor = page.cursor();
        if (cursor == null) {
            return first;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static int numberAfter(PageRequest page) {
        try {
            return Integer.parseInt(after(page, "0"));
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    /** One more than wanted, which tells whether there is a next page. */
    static Limit limit(PageRequest page) {
        return Limit.of(page.limit() + 1);
    }

    static <T> Page<T> page(PageRequest page, List<T> found, Function<T, Object> key) {
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, page.limit());
        byte[] last = key.apply(items.getLast()).toString().getBytes(StandardCharsets.UTF_8);
        return new Page<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    private static RefusedException unknown() {
        return RefusedException.invalid("cursor", "must be one that a list gave out");
    }
}
