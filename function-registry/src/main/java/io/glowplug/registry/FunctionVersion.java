// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.UUID;

/**
 * One runnable state of a function: what an execution environment is initialised with.
 *
 * @param version {@code $LATEST} or a number
 * @param revision of the function when this was read. Environments of {@code $LATEST} are told apart by it; a
 *     published version keeps the one it was published with.
 */
public record FunctionVersion(
        UUID functionId,
        String functionName,
        String version,
        long revision,
        FunctionConfiguration configuration,
        CodePackage code,
        RetryPolicy asyncRetry) {

    public static final String LATEST = "$LATEST";
}
