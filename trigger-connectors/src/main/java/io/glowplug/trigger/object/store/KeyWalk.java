// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.ObjectListing;
import io.glowplug.trigger.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over the keys of a bucket in their order; what a delimiter puts together is jumped over, not read. */
final class KeyWalk {

    /** The last character there is: what comes after a prefix and this comes after all that begins with the prefix. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final ObjectRows rows;
    private final ObjectListing.Query query;
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private @Nullable String last;

    KeyWalk(ObjectRows rows, ObjectListing.Query query) {
        this.rows = rows;
        this.query = query;
    }

    ObjectListing listing() {
        if (query.limit() == 0) {
            return new ObjectListing(objects, prefixes, null);
        }
        String after = start();
        while (true) {
            List<StoredObject> page = rows.list(query.bucket(), query.prefix(), after, query.limit() + 1);
            String jump = null;
            for (StoredObject object : page) {
                if (!object.key().startsWith(query.prefix())) {
                    return new ObjectListing(objects, prefixes, null);
                }
                if (objects.size() + prefixes.size() == query.limit()) {
                    return new ObjectListing(objects, prefixes, last);
                }
                String common = common(object.key());
                if (common == null) {
                    objects.add(object);
                    last = object.key();
                } else {
                    prefixes.add(common);
                    last = common;
                    jump = common + LAST;
                    break;
                }
                after = object.key();
            }
            if (jump != null) {
                after = jump;
            } else if (page.size() <= query.limit()) {
                return new ObjectListing(objects, prefixes, null);
            }
        }
    }

    /** A page that ended with keys put together goes on behind all of them. */
    private String start() {
        String after = query.after();
        if (after == null) {
            return "";
        }
        return common(after) != null && after.equals(common(after)) ? after + LAST : after;
    }

    private @Nullable String common(String key) {
        if (query.delimiter().isEmpty() || !key.startsWith(query.prefix())) {
            return null;
        }
        int end = key.indexOf(query.delimiter(), query.prefix().length());
        return end < 0 ? null : key.substring(0, end + query.delimiter().length());
    }
}
