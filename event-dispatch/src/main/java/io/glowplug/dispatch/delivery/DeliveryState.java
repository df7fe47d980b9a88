// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import java.time.Instant;

/** Where a delivery stands after a try. */
sealed interface DeliveryState {

    /** Due again at that instant. */
    record Waiting(Instant visibleAt, int failures) implements DeliveryState {}

    record Delivered() implements DeliveryState {}

    /** It stays, to be redriven. */
    record Failed(String why) implements DeliveryState {}
}
