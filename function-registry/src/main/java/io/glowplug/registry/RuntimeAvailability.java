// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/**
 * One runtime as found on this node at start.
 *
 * @param executable path of the interpreter, or null where none is needed or found
 * @param refusal why it cannot be served, or null if it can
 */
public record RuntimeAvailability(
        String runtime,
        @Nullable String executable,
        @Nullable String version,
        @Nullable String refusal) {

    public boolean servable() {
        return refusal == null;
    }
}
