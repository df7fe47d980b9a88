// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * How many events of a trigger were left out because of their idempotency key.
 *
 * @param samePayload with the payload of the event that has the key
 * @param otherPayload with another one: worth a look, since the expression takes different events for one
 */
public record DuplicateCounts(long samePayload, long otherPayload) {

    public static final DuplicateCounts NONE = new DuplicateCounts(0, 0);
}
