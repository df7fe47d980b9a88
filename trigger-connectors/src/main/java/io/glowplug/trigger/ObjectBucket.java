// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;

/**
 * A bucket of the object store.
 *
 * @param createdBy id of the access key that made it
 */
public record ObjectBucket(String name, Instant createdAt, String createdBy) {}
