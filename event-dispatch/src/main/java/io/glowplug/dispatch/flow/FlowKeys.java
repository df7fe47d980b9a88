// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import io.glowplug.runtime.Payload;
import org.jspecify.annotations.Nullable;

/** What an invocation counts under, as the columns have it: '-' without a key, else '=' and the key. */
public record FlowKeys(String rate, String concurrency) {

    /** What everything counts under where a limit has no key, and an event whose key is null. */
    public static final String NO_KEY = "-";

    /** Both of a function whose limits have no keys. */
    public static final FlowKeys NONE = new FlowKeys(NO_KEY, NO_KEY);

    /** Two of them have to fit into one entry of an index. */
    private static final int LONGEST = 200;

    static FlowKeys of(@Nullable String rate, @Nullable String concurrency) {
        return new FlowKeys(stored(rate), stored(concurrency));
    }

    /** The key as the user's expression gave it, or null; one that is very long is shown by its hash. */
    public static @Nullable String shown(String stored) {
        return stored.equals(NO_KEY) ? null : stored.substring(1);
    }

    private static String stored(@Nullable String key) {
        if (key == null) {
            return NO_KEY;
        }
        return "=" + (key.length() > LONGEST ? "sha256:" + Payload.ofUtf8(key).sha256() : key.replace('\0', '\uFFFD'));
    }
}
