// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import java.util.Map;

/**
 * Everything about a function that a version freezes, apart from its code. Instances are valid: limits and defaults
 * are Lambda's (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 *
 * @param memoryMb memory limit in MiB, 128 to 10,240
 * @param timeoutSeconds longest run of one attempt, 1 to 900
 * @param ephemeralStorageMb size of {@code /tmp} in MiB, 512 to 10,240
 * @param environment the user's variables, 4 KB in all, none of the reserved names
 * @param secrets further variables, encrypted; none has the name of another variable
 * @param layers at most five, in the order in which they are merged: later ones win
 */
public record FunctionConfiguration(
        FunctionRuntime runtime,
        String handler,
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        Map<String, String> environment,
        String description,
        NetworkAccess network,
        List<FunctionLayer> layers,
        Map<String, SealedSecret> secrets) {

    public static final int DEFAULT_MEMORY_MB = 128;
    public static final int DEFAULT_TIMEOUT_SECONDS = 3;
    public static final int DEFAULT_EPHEMERAL_STORAGE_MB = 512;

    public FunctionConfiguration {
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
        secrets = Map.copyOf(secrets);
    }

    /** A configuration without anything that may be left out. */
    public FunctionConfiguration(
            FunctionRuntime runtime,
            String handler,
            int memoryMb,
            int timeoutSeconds,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String description,
            NetworkAccess network) {
        this(
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network,
                List.of(),
                Map.of());
    }

    public FunctionConfiguration withLayers(List<FunctionLayer> newLayers) {
        return new FunctionConfiguration(
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network,
                newLayers,
                secrets);
    }

    public FunctionConfiguration withSecrets(Map<String, SealedSecret> newSecrets) {
        return new FunctionConfiguration(
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network,
                layers,
                newSecrets);
    }
}
