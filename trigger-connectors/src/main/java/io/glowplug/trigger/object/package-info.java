// SPDX-License-Identifier: Apache-2.0
/**
 * The object connector: uploads and removals of objects, in the platform's own store.
 *
 * <p>Start at {@link ObjectConnector}; {@link BucketSource} reads the record that the store keeps of what happened in a
 * bucket. The checkpoint of the partition, which is the bucket, is the number of the last change that was handled. Changes
 * of a bucket are numbered in the order in which they became visible, and events with one record run in that order for
 * each object: its key is the ordering key.
 *
 * <p>Invariant: a change becomes one event of each trigger that it concerns. It is read only once it is committed, together
 * with the object, so an event never comes before its object can be read; and the change stays until every trigger of its
 * bucket is past it. A filter sees one record of the event's body.
 */
@NullMarked
package io.glowplug.trigger.object;

import org.jspecify.annotations.NullMarked;
