// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** How a delivery stands. */
public enum DeliveryStatus {
    WAITING,
    RUNNING,
    DELIVERED,
    /** Its budget is used up, or it cannot be delivered at all. It stays, to be redriven. */
    FAILED
}
