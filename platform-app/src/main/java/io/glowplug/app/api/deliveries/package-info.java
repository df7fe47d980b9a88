// SPDX-License-Identifier: Apache-2.0
/**
 * Outcomes on their way to destinations over REST. Start at {@link DeliveryController}.
 */
@NullMarked
package io.glowplug.app.api.deliveries;

import org.jspecify.annotations.NullMarked;
