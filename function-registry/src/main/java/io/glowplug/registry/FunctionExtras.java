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
 */
public record FunctionExtras(
        @Nullable List<String> layers, @Nullable Map<String, @Nullable SecretText> secrets) {

    public static final FunctionExtras NONE = new FunctionExtras(null, null);

    public static FunctionExtras ofLayers(List<String> layers) {
        return new FunctionExtras(layers, null);
    }

    public static FunctionExtras ofSecrets(Map<String, @Nullable SecretText> secrets) {
        return new FunctionExtras(null, secrets);
    }
}
