// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

/**
 * The invocations of a function that count under the same keys, as they stand now.
 *
 * @param waiting how many are due and wait; counted up to what could be taken at most
 * @param cutOff how many were running on a node whose lease ran out: they are due again and still have their place
 * @param running how many of the concurrency key are running, the cut-off ones among them
 */
public record FlowLane(FlowKeys keys, int waiting, int cutOff, int running) {}
