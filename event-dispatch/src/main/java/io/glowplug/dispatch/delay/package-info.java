// SPDX-License-Identifier: Apache-2.0
/**
 * When invocations are delivered that were asked to be delivered later. An invocation that waits for its time is a row
 * like any other whose {@code visible_at} has not come.
 *
 * <p>Start at {@link DelayRules}. Invariant: the maximum age of an invocation counts from its time of delivery.
 */
@NullMarked
package io.glowplug.dispatch.delay;

import org.jspecify.annotations.NullMarked;
