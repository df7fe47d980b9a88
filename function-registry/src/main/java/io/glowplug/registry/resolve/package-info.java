// SPDX-License-Identifier: Apache-2.0
/**
 * What to run, asked on every invocation and answered from memory.
 *
 * <p>Start at {@code CachingFunctionResolver}. Changes of this node are dropped from the cache when they commit, those
 * of other nodes within a second by {@code ChangePollWorker}.
 *
 * <p>Invariant: nothing read before a change stays in the cache after its invalidation.
 */
@NullMarked
package io.glowplug.registry.resolve;

import org.jspecify.annotations.NullMarked;
