// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.buckets;

import io.glowplug.trigger.ObjectListing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a bucket's objects.
 *
 * @param prefixes what keys have in common that were put together
 */
record ObjectListAnswer(
        List<ObjectAnswer> items,
        List<String> prefixes,
        @Nullable String nextCursor) {

    static ObjectListAnswer of(ObjectListing listing) {
        return new ObjectListAnswer(
                listing.objects().stream().map(ObjectAnswer::of).toList(), listing.prefixes(), listing.next());
    }
}
