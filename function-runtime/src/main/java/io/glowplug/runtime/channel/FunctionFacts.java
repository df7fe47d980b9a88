// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import java.util.Set;

/**
 * What extensions get to know about their function, and who of them is expected.
 *
 * @param externalExtensions file names of those that are started with the environment
 * @param initializationType as in {@code AWS_LAMBDA_INITIALIZATION_TYPE}
 */
public record FunctionFacts(
        String functionName,
        String functionVersion,
        String handler,
        Set<String> externalExtensions,
        String initializationType) {

    public static final String ON_DEMAND = "on-demand";
    public static final String PROVISIONED = "provisioned-concurrency";

    /** What is known of the function of a process that still waits for one. */
    public static final FunctionFacts NONE_YET = new FunctionFacts("", "", "", Set.of(), ON_DEMAND);

    public FunctionFacts {
        externalExtensions = Set.copyOf(externalExtensions);
    }
}
