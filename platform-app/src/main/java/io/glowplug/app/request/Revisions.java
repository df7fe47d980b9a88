// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.registry.RefusedException;
import org.jspecify.annotations.Nullable;

/** Revisions on the wire: {@code ETag: "7"} in answers, {@code If-Match: "7"} in requests. */
public final class Revisions {

    private Revisions() {}

    public static String etag(long revision) {
        return "\"" + revision + "\"";
    }

    /** Returns the revision that a change is meant for; null for any, which is also what {@code *} means. */
    public static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String text = ifMatch.strip();
        if (!text.matches("\"[0-9]{1,18}\"")) {
            throw RefusedException.staleRevision("If-Match must be an ETag of this resource, such as \"7\"");
        }
        return Long.valueOf(text.substring(1, text.length() - 1));
    }
}
