// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/**
 * Finds what to run, on every invocation, mostly from memory. A change made on this node is seen at once, one made on
 * another node within a second.
 */
public interface FunctionResolver {

    /**
     * Resolves a name and a qualifier (version number, {@code $LATEST}, alias, or null for {@code $LATEST}). An alias
     * with weights is drawn anew on each call.
     *
     * @throws RefusedException {@link Refusal#NOT_FOUND} if there is no such function, version or alias;
     *     {@link Refusal#CONFLICT} if the function is not active, with the state's reason
     */
    FunctionVersion resolve(String functionName, @Nullable String qualifier);
}
