// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the parts of the dispatch together as Spring beans; nothing here decides anything.
 *
 * <p>Start at {@link DispatchConfiguration} for what runs invocations, at {@link AcceptanceConfiguration} for how events
 * get in, and at {@link HistoryConfiguration} for what reads and repairs.
 */
@NullMarked
package io.glowplug.dispatch.wiring;

import org.jspecify.annotations.NullMarked;
