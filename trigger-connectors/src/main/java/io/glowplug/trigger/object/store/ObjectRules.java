// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.registry.Violations;
import io.glowplug.trigger.ObjectDraft;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of buckets and keys, as S3 has them. */
final class ObjectRules {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final int LONGEST_KEY = 1024;
    private static final int MOST_METADATA = 8 * 1024;

    private ObjectRules() {}

    static void checkBucket(String name) {
        Violations.of()
                .check(
                        BUCKET.matcher(name).matches() && !ADDRESS.matcher(name).matches() && !name.contains(".."),
                        "name",
                        "must be 3 to 63 lower-case letters, digits, hyphens or dots, with a letter or a digit at"
                                + " either end, no two dots together, and no address")
                .refuseIfAny();
    }

    static void check(ObjectDraft draft) {
        checkKey(draft.key());
        Violations.of()
                .check(
                        bytes(draft.metadata()) <= MOST_METADATA,
                        "metadata",
                        "must have at most " + MOST_METADATA + " bytes, names included")
                .check(
                        bytes(draft.headers()) <= MOST_METADATA,
                        "headers",
                        "must have at most " + MOST_METADATA + " bytes")
                .check(isText(draft.metadata()) && isText(draft.headers()), "metadata", "must not contain NUL")
                .refuseIfAny();
    }

    /** What is no text in PostgreSQL is refused; all else is a key, dots and slashes included. */
    static void checkKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        Violations.of()
                .check(bytes >= 1 && bytes <= LONGEST_KEY, "key", "must have 1 to " + LONGEST_KEY + " bytes of UTF-8")
                .check(key.indexOf('\0') < 0 && isWellFormed(key), "key", "must be Unicode text without NUL")
                .refuseIfAny();
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isText(Map<String, String> map) {
        return map.entrySet().stream()
                .allMatch(entry ->
                        entry.getKey().indexOf('\0') < 0 && entry.getValue().indexOf('\0') < 0);
    }

    private static int bytes(Map<String, String> map) {
        return map.entrySet().stream()
                .mapToInt(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
