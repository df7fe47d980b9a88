// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the invocations of one ordering key one after another.
 *
 * <p>Start at {@link OrderingKeys}, which is called wherever an invocation of a key is added or ends.
 *
 * <p>Invariant: of the open invocations of one key only the one with the lowest ordinal, the head, can become due;
 * all others are visible at infinity. Once no transaction is under way, the head always can, unless the key stands
 * still: then none can.
 */
@NullMarked
package io.glowplug.dispatch.ordering;

import org.jspecify.annotations.NullMarked;
