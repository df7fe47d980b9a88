// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.security.Caller;
import io.glowplug.app.security.Role;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionVersion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function as it stands.
 *
 * @param state {@code Pending}, {@code Active} or {@code Failed}
 * @param secretNames the variables whose values nobody gets to see
 * @param environment a viewer sees the names with null for the values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FunctionAnswer(
        UUID id,
        String name,
        String state,
        @Nullable String stateReason,
        String version,
        long revision,
        String runtime,
        String handler,
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        @JsonInclude(content = JsonInclude.Include.ALWAYS) Map<String, @Nullable String> environment,
        String description,
        Map<String, String> tags,
        String network,
        List<String> networkAllow,
        AsyncAnswer async,
        LoggingRequest logging,
        List<String> secretNames,
        List<String> layers,
        String codeSha256,
        long codeSizeBytes,
        Instant createdAt,
        Instant modifiedAt) {

    static FunctionAnswer of(FunctionDetails function, DestinationPair destinations, Caller caller) {
        FunctionConfiguration configuration = function.configuration();
        return new FunctionAnswer(
                function.id(),
                function.name(),
                stateOf(function.state()),
                reasonOf(function.state()),
                FunctionVersion.LATEST,
                function.revision(),
                configuration.runtime().id(),
                configuration.handler(),
                configuration.memoryMb(),
                configuration.timeoutSeconds(),
                configuration.ephemeralStorageMb(),
                visible(configuration.environment(), caller),
                configuration.description(),
                new TreeMap<>(function.tags()),
                configuration.network().mode().name().toLowerCase(Locale.ROOT),
                configuration.network().allow(),
                AsyncAnswer.of(function.asyncRetry(), destinations),
                LoggingRequest.of(configuration.logging()),
                secretNamesOf(configuration),
                layersOf(configuration),
                function.code().sha256(),
                function.code().sizeBytes(),
                function.createdAt(),
                function.modifiedAt());
    }

    private static String stateOf(FunctionState state) {
        return switch (state) {
            case FunctionState.Pending _ -> "Pending";
            case FunctionState.Active _ -> "Active";
            case FunctionState.Failed _ -> "Failed";
        };
    }

    private static @Nullable String reasonOf(FunctionState state) {
        return switch (state) {
            case FunctionState.Pending pending -> pending.reason();
            case FunctionState.Active _ -> null;
            case FunctionState.Failed failed -> failed.reason();
        };
    }

    static List<String> secretNamesOf(FunctionConfiguration configuration) {
        return configuration.secrets().keySet().stream().sorted().toList();
    }

    static List<String> layersOf(FunctionConfiguration configuration) {
        return configuration.layers().stream().map(FunctionLayer::reference).toList();
    }

    /** Environment variables often are passwords, so only who may change them sees their values. */
    static Map<String, @Nullable String> visible(Map<String, String> environment, Caller caller) {
        Map<String, @Nullable String> visible = new TreeMap<>();
        environment.forEach((name, value) -> visible.put(name, caller.role() == Role.VIEWER ? null : value));
        return visible;
    }
}
