// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of functions and what became of them, over REST. Start at {@link InvokeController}.
 *
 * <p>Invariant: 202 is answered only after the event is committed.
 */
@NullMarked
package io.glowplug.app.api.invocations;

import org.jspecify.annotations.NullMarked;
