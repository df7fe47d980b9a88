// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Where something is sent again.
 *
 * @param functionName another function than it was addressed to, or null
 * @param qualifier another version or alias; with another function null means its latest state, without one it means
 *     the version or alias that it was addressed to
 */
public record Redirection(
        @Nullable String functionName, @Nullable String qualifier) {

    /** Back to where it was addressed to. */
    public static final Redirection NONE = new Redirection(null, null);

    public String functionFor(String addressedTo) {
        return functionName == null ? addressedTo : functionName;
    }

    public @Nullable String qualifierFor(String addressedTo, @Nullable String addressedQualifier) {
        boolean sameFunction = functionName == null || functionName.equals(addressedTo);
        return qualifier == null && sameFunction ? addressedQualifier : qualifier;
    }
}
