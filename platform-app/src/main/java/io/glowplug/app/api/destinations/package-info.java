// SPDX-License-Identifier: Apache-2.0
/**
 * Destinations over REST: how they are written and shown wherever a function or trigger has them. Start at {@link
 * OwnedDestinations}.
 */
@NullMarked
package io.glowplug.app.api.destinations;

import org.jspecify.annotations.NullMarked;
