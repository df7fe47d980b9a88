// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.runtime.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes text that comes from outside fit for a column. PostgreSQL knows no NUL character and indexes only short keys;
 * one such value would otherwise fail the whole batch it is stored with, again and again.
 */
public final class StoredText {

    private static final int LONGEST_KEY = 512;
    private static final int LONGEST_TYPE = 256;
    private static final int LONGEST_MESSAGE = 1024;

    private StoredText() {}

    /** A key: as it is, or by its hash where it is too long for an index. */
    public static @Nullable String key(@Nullable String key) {
        if (key == null || key.length() <= LONGEST_KEY) {
            return clean(key);
        }
        return "sha256:" + Payload.ofUtf8(key).sha256();
    }

    public static @Nullable String errorType(@Nullable String type) {
        return cut(clean(type), LONGEST_TYPE);
    }

    /** The first 1 KB of a message, like Lambda's dead-letter queues; the function's log has the rest. */
    public static @Nullable String errorMessage(@Nullable String message) {
        return cut(clean(message), LONGEST_MESSAGE);
    }

    public static Map<String, String> attributes(Map<String, String> attributes) {
        if (attributes.entrySet().stream().noneMatch(entry -> hasNul(entry.getKey()) || hasNul(entry.getValue()))) {
            return attributes;
        }
        Map<String, String> cleaned = new LinkedHashMap<>();
        attributes.forEach((name, value) -> cleaned.put(withoutNul(name), withoutNul(value)));
        return cleaned;
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : withoutNul(text);
    }

    private static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + '…';
    }
}
