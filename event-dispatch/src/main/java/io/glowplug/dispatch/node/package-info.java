// SPDX-License-Identifier: Apache-2.0
/**
 * Who this node is among the nodes that share the database, what is wanted of it, and which of them does the chores.
 *
 * <p>Start at {@link NodeHeart}: one statement every few seconds tells the others of this node, brings back what is wanted
 * of it, holds its clock against the database's, and renews the leadership. {@link NodeStanding} is what it may do,
 * {@link ChoreWorker} what one node does for all.
 *
 * <p>Invariant: two nodes that run at the same time have different names. Nothing here is on the path of an event: that
 * path reads memory only.
 */
@NullMarked
package io.glowplug.dispatch.node;

import org.jspecify.annotations.NullMarked;
