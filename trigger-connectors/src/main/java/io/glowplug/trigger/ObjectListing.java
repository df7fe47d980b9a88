// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a bucket's content, in the order of the keys' bytes.
 *
 * @param prefixes what several keys have in common up to the delimiter, each in place of them
 * @param next where the next part begins, to be given as {@code after}; null at the end
 */
public record ObjectListing(
        List<StoredObject> objects,
        List<String> prefixes,
        @Nullable String next) {

    public ObjectListing {
        objects = List.copyOf(objects);
        prefixes = List.copyOf(prefixes);
    }

    /**
     * What is asked for.
     *
     * @param prefix of the keys, or empty for all
     * @param delimiter where keys are cut off and put together, or empty
     * @param after a key; only what comes after it is listed
     * @param limit most objects and prefixes together, 1 to 1,000
     */
    public record Query(
            String bucket,
            String prefix,
            String delimiter,
            @Nullable String after,
            int limit) {}
}
