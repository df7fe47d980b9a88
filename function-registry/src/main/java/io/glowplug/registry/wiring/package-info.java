// SPDX-License-Identifier: Apache-2.0
/**
 * The registry's settings and how its beans come together.
 *
 * <p>Start at {@link io.glowplug.registry.wiring.RegistryProperties}; beans are found by component scan.
 */
@NullMarked
package io.glowplug.registry.wiring;

import org.jspecify.annotations.NullMarked;
