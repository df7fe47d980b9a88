// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ordering;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An ordering key, which is one within its trigger, or within its function where there is no trigger. */
public record OrderedKey(@Nullable UUID triggerId, @Nullable String functionName, String key) {

    public OrderedKey {
        if ((triggerId == null) == (functionName == null)) {
            throw new IllegalArgumentException("the key of a trigger or else of a function");
        }
    }

    /** A key of a trigger. */
    public OrderedKey(UUID triggerId, String key) {
        this(triggerId, null, key);
    }

    /** The key that an invocation of the function stands in, or null if it has none. */
    public static @Nullable OrderedKey of(String functionName, @Nullable UUID triggerId, @Nullable String key) {
        if (key == null) {
            return null;
        }
        return triggerId == null ? new OrderedKey(null, functionName, key) : new OrderedKey(triggerId, key);
    }
}
