// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * A destination as it is stored. Its secret is never part of it.
 *
 * @param settings what its type needs to know, a JSON object
 */
public record Destination(String type, String settings, DeliveryPolicy policy) {}
