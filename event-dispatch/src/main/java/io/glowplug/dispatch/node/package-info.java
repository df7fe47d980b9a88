// SPDX-License-Identifier: Apache-2.0
/**
 * Who this node is among the nodes that share the database.
 *
 * <p>Invariant: two nodes that run at the same time have different names.
 */
@NullMarked
package io.glowplug.dispatch.node;

import org.jspecify.annotations.NullMarked;
