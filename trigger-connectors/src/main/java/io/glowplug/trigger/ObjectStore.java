// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own object store. What is not carried out throws {@link io.glowplug.registry.RefusedException}: not
 * found for a bucket or an object that is not there, conflict for a bucket that is there already or is not empty,
 * invalid for what breaks a rule or does not have the size or digest that was announced.
 *
 * <p>A change of an object, its visibility and the record that triggers read are one transaction. When a call returns,
 * the bytes and the record are on disk; after a crash all of it is there or nothing.
 */
public interface ObjectStore {

    /** Whether this node has a directory for objects. Where it has none, everything here is refused. */
    boolean isOpen();

    ObjectBucket createBucket(String name, String createdBy);

    ObjectBucket bucket(String name);

    Page<ObjectBucket> buckets(PageRequest page);

    /** Removes a bucket that has neither objects nor uploads in it. */
    void deleteBucket(String name);

    ObjectListing list(ObjectListing.Query query);

    ObjectContent find(String bucket, String key);

    /**
     * Stores an object, in place of one with the same key.
     *
     * @param content read to its end and left open
     * @param expected what the sender said of the bytes beforehand
     */
    StoredObject put(ObjectDraft draft, InputStream content, Expected expected, ObjectActor actor);

    /**
     * Stores another object with the bytes of one that is there.
     *
     * @param replacement what to say of the copy; null for what is said of the original
     */
    StoredObject copy(
            ObjectContent original, String bucket, String key, @Nullable ObjectDraft replacement, ObjectActor actor);

    /** Removes an object; false if there is none, which changes nothing. */
    boolean delete(String bucket, String key, ObjectActor actor);

    /**
     * What the sender of bytes announces.
     *
     * @param size in bytes, or -1 if unknown
     * @param md5 in lower-case hexadecimal digits, or null
     * @param event the event's name, such as {@code ObjectCreated:Put}; of no meaning for parts
     */
    record Expected(long size, @Nullable String md5, String event) {}
}
