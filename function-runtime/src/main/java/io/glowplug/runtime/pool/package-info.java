// SPDX-License-Identifier: Apache-2.0
/**
 * Which environment serves which invocation, and how many there are.
 *
 * <p>Start at {@link EnvironmentPool}. Each function version has a {@link VersionPool}: its idle environments, of which
 * the last used is used next, and its waiting invocations, first come first served. {@link ScaleOut} decides when it is
 * better to start another environment than to wait for a warm one; {@code
 * MemoryBudget} bounds what there can be.
 *
 * <p>Invariant: the environments of a node never have more memory between them than its budget, counted until the last
 * process of each is gone. All state is guarded by one lock, held for moments only.
 */
@NullMarked
package io.glowplug.runtime.pool;

import org.jspecify.annotations.NullMarked;
