// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit 1 to 500
 * @param cursor {@link Page#nextCursor()} of the page before, or null for the first
 */
public record PageRequest(int limit, @Nullable String cursor) {

    public PageRequest {
        Violations.of().range("limit", limit, 1, 500).refuseIfAny();
    }
}
