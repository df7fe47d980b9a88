// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import java.util.Set;

/**
 * What extensions get to know about their function, and who of them is expected.
 *
 * @param externalExtensions file names of those that are started with the environment
 */
public record FunctionFacts(
        String functionName, String functionVersion, String handler, Set<String> externalExtensions) {

    public FunctionFacts {
        externalExtensions = Set.copyOf(externalExtensions);
    }
}
