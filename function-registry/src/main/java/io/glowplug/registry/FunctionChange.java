// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change to a function's configuration; what is null stays as it is. */
public record FunctionChange(
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable Integer memoryMb,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer ephemeralStorageMb,
        @Nullable Map<String, String> environment,
        @Nullable String description,
        @Nullable NetworkAccess network,
        @Nullable RetryPolicy asyncRetry,
        @Nullable Map<String, String> tags) {}
