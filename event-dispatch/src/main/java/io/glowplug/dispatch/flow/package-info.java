// SPDX-License-Identifier: Apache-2.0
/**
 * How the events of a function are held back: rate limits and concurrency limits, over all nodes.
 *
 * <p>Start at {@link FlowRules}, which says who is held back and by which keys. {@link FlowShare} and {@link RateWindow}
 * decide; nothing here knows rows. The decision is taken in {@link io.glowplug.dispatch.store.FlowStore}, one node after
 * the other for each function.
 *
 * <p>Invariant: of the rows of one concurrency key no more are running than its limit says, and in no span of the rate
 * limit's length begin more attempts than it says, whatever the number of nodes and however they end.
 */
@NullMarked
package io.glowplug.dispatch.flow;

import org.jspecify.annotations.NullMarked;
