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
        @Nullable Map<String, String> tags,
        FunctionExtras extras) {

    /** A change of basic settings only. */
    public FunctionChange(
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable Integer memoryMb,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer ephemeralStorageMb,
            @Nullable Map<String, String> environment,
            @Nullable String description,
            @Nullable NetworkAccess network,
            @Nullable RetryPolicy asyncRetry,
            @Nullable Map<String, String> tags) {
        this(
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network,
                asyncRetry,
                tags,
                FunctionExtras.NONE);
    }

    /** A change of nothing but these. */
    public static FunctionChange of(FunctionExtras extras) {
        return new FunctionChange(null, null, null, null, null, null, null, null, null, null, extras);
    }
}
