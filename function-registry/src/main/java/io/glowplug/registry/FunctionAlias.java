// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.time.Instant;
import java.util.Map;

/**
 * A name for a version, or for two of them by weight.
 *
 * @param version the main version: {@code $LATEST} or a number
 * @param additionalWeights at most one further version and its share of the invocations, 0.0 to 1.0
 */
public record FunctionAlias(
        String functionName,
        String name,
        String version,
        String description,
        Map<String, Double> additionalWeights,
        long revision,
        Instant modifiedAt) {}
