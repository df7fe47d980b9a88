// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Uploads in parts. An upload becomes an object at once, by its completion, however many bytes it has: nothing is
 * copied. Parts of an upload that is neither completed nor aborted stay for a week.
 */
public interface ObjectUploads {

    UUID begin(ObjectDraft draft);

    ObjectUpload find(UUID upload);

    /** Returns the uploads of a bucket by key, at most 1,000. */
    List<ObjectUpload> list(String bucket);

    /** Stores a part, in place of one with the same number. */
    ObjectPart put(
            UUID upload, int number, InputStream content, ObjectStore.Expected expected, Map<String, String> checksums);

    /** Returns the parts by number; refuses an upload that is not there. */
    List<ObjectPart> parts(UUID upload);

    /**
     * Makes the object.
     *
     * @param parts those that it consists of, by number, with their eTags; the others are dropped
     */
    StoredObject complete(UUID upload, SortedMap<Integer, String> parts, ObjectActor actor);

    void abort(UUID upload);
}
