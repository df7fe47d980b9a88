// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import java.util.UUID;

/**
 * A change that an event is to tell of.
 *
 * @param object as it is, or as it was if it was removed; then its time is that of the scan that missed it
 * @param emission the key of the event
 * @param position of the change within the event
 */
public record PlannedChange(SeenObject object, boolean removed, UUID emission, int position) {}
