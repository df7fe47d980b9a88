// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.buckets;

import io.glowplug.trigger.StoredObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object without its bytes. */
record ObjectAnswer(
        String key,
        long sizeBytes,
        String eTag,
        Instant modifiedAt,
        @Nullable String contentType) {

    static ObjectAnswer of(StoredObject object) {
        return new ObjectAnswer(
                object.key(),
                object.size(),
                object.eTag(),
                object.modifiedAt(),
                object.headers().get("content-type"));
    }
}
