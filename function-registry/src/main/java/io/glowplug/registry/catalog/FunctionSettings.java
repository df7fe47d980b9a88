// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.SealedSecret;
import io.glowplug.registry.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function's settings would be after a request, not checked yet: everything apart from name and code. */
record FunctionSettings(
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
        List<String> layers,
        Map<String, Integer> secretBytes,
        LoggingSettings logging,
        FlowControl flow) {

    FunctionSettings {
        environment = Map.copyOf(environment);
        tags = Map.copyOf(tags);
        layers = List.copyOf(layers);
        secretBytes = Map.copyOf(secretBytes);
    }

    static FunctionSettings of(NewFunction function) {
        return new FunctionSettings(
                function.runtime(),
                function.handler(),
                function.memoryMb(),
                function.timeoutSeconds(),
                function.ephemeralStorageMb(),
                function.environment(),
                function.description(),
                function.network(),
                function.asyncRetry(),
                function.tags(),
                either(function.extras().layers(), List.of()),
                secretBytes(Map.of(), function.extras()),
                either(function.extras().logging(), LoggingSettings.DEFAULT),
                either(function.extras().flow(), FlowControl.NONE));
    }

    static FunctionSettings of(FunctionDetails present, FunctionChange change) {
        FunctionConfiguration now = present.configuration();
        return new FunctionSettings(
                either(change.runtime(), now.runtime().id()),
                either(change.handler(), now.handler()),
                either(change.memoryMb(), now.memoryMb()),
                either(change.timeoutSeconds(), now.timeoutSeconds()),
                either(change.ephemeralStorageMb(), now.ephemeralStorageMb()),
                either(change.environment(), now.environment()),
                either(change.description(), now.description()),
                either(change.network(), now.network()),
                either(change.asyncRetry(), present.asyncRetry()),
                either(change.tags(), present.tags()),
                either(
                        change.extras().layers(),
                        now.layers().stream().map(FunctionLayer::reference).toList()),
                secretBytes(now.secrets(), change.extras()),
                either(change.extras().logging(), now.logging()),
                either(change.extras().flow(), present.flow()));
    }

    /** To be called once every rule was found to hold. The draft has no secrets: those are sealed when it is stored. */
    FunctionDraft toDraft(List<FunctionLayer> foundLayers) {
        FunctionRuntime parsed = FunctionRuntime.parse(runtime).orElseThrow();
        FunctionConfiguration configuration = new FunctionConfiguration(
                parsed,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                network,
                foundLayers,
                Map.of(),
                logging);
        return new FunctionDraft(configuration, asyncRetry, tags, flow);
    }

    /** Returns the sizes of the secrets that there would be, by their names. */
    private static Map<String, Integer> secretBytes(Map<String, SealedSecret> present, FunctionExtras extras) {
        Map<String, Integer> bytes = new HashMap<>();
        present.forEach((name, secret) -> bytes.put(name, secret.bytes()));
        Map<String, @Nullable SecretText> changes = extras.secrets() == null ? Map.of() : extras.secrets();
        changes.forEach((name, text) -> {
            if (text == null) {
                bytes.remove(name);
            } else {
                bytes.put(name, text.value().getBytes(StandardCharsets.UTF_8).length);
            }
        });
        return bytes;
    }

    private static <T> T either(@Nullable T wanted, T present) {
        return wanted == null ? present : wanted;
    }
}
