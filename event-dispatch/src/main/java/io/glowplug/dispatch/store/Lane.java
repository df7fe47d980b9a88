// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The open invocations of one function and trigger, which stand together in the index of what is due.
 *
 * @param since where to begin: the entries before it belong to rows that have ended and are only not tidied up yet
 */
public record Lane(Name name, Instant since) {

    private static final UUID NO_TRIGGER = new UUID(0, 0);

    public String functionName() {
        return name.functionName();
    }

    UUID trigger() {
        return name.trigger();
    }

    /** Which lane; all zeros stand for "no trigger", as in the index. */
    public record Name(String functionName, UUID trigger) {

        static Name of(String functionName, @Nullable UUID triggerId) {
            return new Name(functionName, triggerId == null ? NO_TRIGGER : triggerId);
        }
    }
}
