// SPDX-License-Identifier: Apache-2.0
/**
 * Buckets of other S3-compatible stores, and what of them has been seen.
 *
 * <p>Start at {@link ExternalBucket}, which lists one, and {@link SeenObjects}, which remembers. The clients are Amazon's;
 * {@link EndpointRules} says where they may connect to.
 *
 * <p>Invariant: an event is planned in the database before it is emitted, under an id that is its key, so however often a
 * scan is cut off, each change that a scan has found becomes one event.
 */
@NullMarked
package io.glowplug.trigger.object.external;

import org.jspecify.annotations.NullMarked;
