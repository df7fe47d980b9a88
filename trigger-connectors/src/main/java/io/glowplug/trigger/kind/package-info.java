// SPDX-License-Identifier: Apache-2.0
/**
 * The connectors of this node by kind, and the strict reading of their settings.
 *
 * <p>Start at {@link TriggerKinds}. {@link CheckedSettings} keeps settings together with the connector that understands
 * them, so that nobody else has to know their type.
 *
 * <p>Invariant: settings that are stored were read by their connector, every key of them known; what is stored is what
 * the connector understood.
 */
@NullMarked
package io.glowplug.trigger.kind;

import org.jspecify.annotations.NullMarked;
