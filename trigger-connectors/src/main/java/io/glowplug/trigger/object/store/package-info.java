// SPDX-License-Identifier: Apache-2.0
/**
 * The platform's own object store: buckets, objects and uploads in parts.
 *
 * <p>Start at {@link StoredObjects} and {@link StoredUploads}; {@link Publication} is the one place where an object
 * becomes visible. Bytes are in {@link ObjectFiles}, all else in PostgreSQL, where a change of an object is also what
 * triggers read, by {@link ObjectChanges}. Plain JDBC; nothing else touches these tables.
 *
 * <p>Invariant: a file is whole and on disk before a row names it, a row and the change that tells of it are one
 * transaction, and within a bucket changes become visible in the order of their numbers.
 */
@NullMarked
package io.glowplug.trigger.object.store;

import org.jspecify.annotations.NullMarked;
