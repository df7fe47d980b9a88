// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.ObjectActor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object.
 *
 * @param number rises within a bucket, in the order in which changes became visible
 * @param event S3's name of it, such as {@code ObjectCreated:Put}
 * @param size null for removals
 * @param eTag null for removals
 */
public record ObjectChange(
        String bucket,
        long number,
        String event,
        String key,
        @Nullable Long size,
        @Nullable String eTag,
        Instant at,
        ObjectActor actor) {}
