// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of the trigger module and how its beans come together.
 *
 * <p>Start at {@link TriggerProperties}; beans are found by component scan, connectors among them.
 */
@NullMarked
package io.glowplug.trigger.wiring;

import org.jspecify.annotations.NullMarked;
