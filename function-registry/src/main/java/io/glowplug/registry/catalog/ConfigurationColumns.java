// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.SealedSecret;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Embeddable
record ConfigurationColumns(
        String runtime,
        String handler,
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        @JdbcTypeCode(SqlTypes.JSON) Map<String, String> environment,
        String description,
        @Enumerated(EnumType.STRING) NetworkAccess.Mode network,
        @JdbcTypeCode(SqlTypes.JSON) List<String> networkAllow,
        @JdbcTypeCode(SqlTypes.JSON) List<LayerColumns> layers,
        @JdbcTypeCode(SqlTypes.JSON) Map<String, SealedSecret> secrets) {

    static ConfigurationColumns of(FunctionConfiguration configuration) {
        return new ConfigurationColumns(
                configuration.runtime().id(),
                configuration.handler(),
                configuration.memoryMb(),
                configuration.timeoutSeconds(),
                configuration.ephemeralStorageMb(),
                configuration.environment(),
                configuration.description(),
                configuration.network().mode(),
                configuration.network().allow(),
                configuration.layers().stream().map(LayerColumns::of).toList(),
                configuration.secrets());
    }

    FunctionConfiguration toConfiguration() {
        FunctionRuntime parsed = FunctionRuntime.parse(runtime)
                .orElseThrow(() -> new IllegalStateException("stored runtime is unknown: " + runtime));
        return new FunctionConfiguration(
                parsed,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                environment,
                description,
                new NetworkAccess(network, networkAllow),
                layers.stream().map(LayerColumns::toLayer).toList(),
                secrets);
    }
}
