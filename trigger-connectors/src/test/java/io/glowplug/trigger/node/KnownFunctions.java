// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import java.util.Map;
import java.util.Set;

/** Knows the functions {@code report} and {@code clean}, and {@code broken}, which is not active. */
final class KnownFunctions implements FunctionResolver {

    @Override
    public FunctionVersion resolve(String functionName, String qualifier) {
        if (functionName.equals("broken")) {
            throw RefusedException.conflict("its code cannot be unpacked");
        }
        if (!Set.of("report", "clean").contains(functionName) || (qualifier != null && !qualifier.equals("live"))) {
            throw RefusedException.notFound("Function not found: " + functionName);
        }
        return new FunctionVersion(
                UuidCreator.getTimeOrderedEpochPlus1(),
                functionName,
                FunctionVersion.LATEST,
                1,
                new FunctionConfiguration(
                        FunctionRuntime.parse("python3.11").orElseThrow(),
                        "index.handler",
                        128,
                        3,
                        512,
                        Map.of(),
                        "",
                        NetworkAccess.NONE),
                new CodePackage("0".repeat(64), 1, 1),
                RetryPolicy.DEFAULT);
    }
}
