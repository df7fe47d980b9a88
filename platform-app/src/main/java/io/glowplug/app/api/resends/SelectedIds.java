// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.resends;

import io.glowplug.registry.RefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads ids in a request's body. */
public final class SelectedIds {

    private SelectedIds() {}

    /** Returns null for null. */
    public static @Nullable Set<UUID> of(@Nullable List<@Nullable String> ids) {
        if (ids == null) {
            return null;
        }
        Set<UUID> read = new LinkedHashSet<>();
        for (String id : ids) {
            read.add(of("ids", id == null ? "null" : id));
        }
        return read;
    }

    public static UUID of(String field, String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(field, "must be an id, and " + id + " is none");
        }
    }
}
