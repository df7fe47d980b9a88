// SPDX-License-Identifier: Apache-2.0
/**
 * Events with their time lines, and the ledger, over REST. Start at {@link EventController}.
 */
@NullMarked
package io.glowplug.app.api.events;

import org.jspecify.annotations.NullMarked;
