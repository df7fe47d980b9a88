// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;

/** What it takes to create a function. Not yet checked: {@link FunctionRegistry#create} is what refuses. */
public record NewFunction(
        String name,
        String runtime,
        String handler,
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        Map<String, String> environment,
        String description,
        NetworkAccess network,
        RetryPolicy asyncRetry,
        Map<String, String> tags,
        CodeUpload code,
        FunctionExtras extras) {

    /** A function without anything that may be left out. */
    public NewFunction(
            String name,
            String runtime,
            String handler,
            int memoryMb,
            int timeoutSeconds,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String description,
            NetworkAccess network,
            RetryPolicy asyncRetry,
            Map<String, String> tags,
            CodeUpload code) {
        this(
                name,
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
                code,
                FunctionExtras.NONE);
    }

    public NewFunction with(FunctionExtras newExtras) {
        return new NewFunction(
                name,
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
                code,
                newExtras);
    }
}
