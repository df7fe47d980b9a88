// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One runnable state of a function: what an execution environment is initialised with.
 *
 * @param version {@code $LATEST} or a number
 * @param revision of the function when this was read. Environments of {@code $LATEST} are told apart by it; a
 *     published version keeps the one it was published with.
 * @param reservedConcurrency what the function has for itself and may not exceed, or null if it shares with others
 */
public record FunctionVersion(
        UUID functionId,
        String functionName,
        String version,
        long revision,
        FunctionConfiguration configuration,
        CodePackage code,
        RetryPolicy asyncRetry,
        @Nullable Integer reservedConcurrency) {

    public static final String LATEST = "$LATEST";

    /** A version of a function that has nothing for itself. */
    public FunctionVersion(
            UUID functionId,
            String functionName,
            String version,
            long revision,
            FunctionConfiguration configuration,
            CodePackage code,
            RetryPolicy asyncRetry) {
        this(functionId, functionName, version, revision, configuration, code, asyncRetry, null);
    }

    public FunctionVersion withReservedConcurrency(@Nullable Integer executions) {
        return new FunctionVersion(
                functionId, functionName, version, revision, configuration, code, asyncRetry, executions);
    }
}
