// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A function as it stands now ({@code $LATEST}).
 *
 * @param revision changes with every stored change; an update that names another one is refused
 * @param asyncRetry policy of asynchronous invocations that come by no trigger
 * @param flow how its events are held back
 */
public record FunctionDetails(
        UUID id,
        String name,
        FunctionState state,
        long revision,
        FunctionConfiguration configuration,
        RetryPolicy asyncRetry,
        FlowControl flow,
        CodePackage code,
        Map<String, String> tags,
        Instant createdAt,
        Instant modifiedAt) {

    /** A function whose events are not held back. */
    public FunctionDetails(
            UUID id,
            String name,
            FunctionState state,
            long revision,
            FunctionConfiguration configuration,
            RetryPolicy asyncRetry,
            CodePackage code,
            Map<String, String> tags,
            Instant createdAt,
            Instant modifiedAt) {
        this(id, name, state, revision, configuration, asyncRetry, FlowControl.NONE, code, tags, createdAt, modifiedAt);
    }
}
