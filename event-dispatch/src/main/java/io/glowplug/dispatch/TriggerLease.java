// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;

/**
 * A node's time-limited right to read a trigger's source.
 *
 * @param epoch rises each time the lease changes hands; an emission with an old one is refused
 */
public record TriggerLease(UUID triggerId, long epoch) {}
