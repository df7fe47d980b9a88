// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a function beyond its basic settings. What is null stays as it is, or, for a new function,
 * is empty.
 *
 * @param layers versions of layers as {@code name:number}, in the order in which they are merged
 */
public record FunctionExtras(@Nullable List<String> layers) {

    public static final FunctionExtras NONE = new FunctionExtras(null);
}
