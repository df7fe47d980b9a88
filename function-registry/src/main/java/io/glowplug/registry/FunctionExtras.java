// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a function beyond its basic settings. What is null stays as it is, or, for a new function,
 * is empty.
 *
 * @param layers versions of layers as {@code name:number}, in the order in which they are merged
 * @param secrets values by the names of variables; null as a value removes that secret, others are not touched
 * @param flow how its events are held back; {@link FlowControl#NONE} to hold nothing back any more
 */
public record FunctionExtras(
        @Nullable List<String> layers,
        @Nullable Map<String, @Nullable SecretText> secrets,
        @Nullable LoggingSettings logging,
        @Nullable FlowControl flow) {

    public static final FunctionExtras NONE = new FunctionExtras(null, null, null, null);

    public static FunctionExtras ofLayers(List<String> layers) {
        return new FunctionExtras(layers, null, null, null);
    }

    public static FunctionExtras ofSecrets(Map<String, @Nullable SecretText> secrets) {
        return new FunctionExtras(null, secrets, null, null);
    }

    public static FunctionExtras ofLogging(LoggingSettings logging) {
        return new FunctionExtras(null, null, logging, null);
    }

    public static FunctionExtras ofFlow(FlowControl flow) {
        return new FunctionExtras(null, null, null, flow);
    }
}
