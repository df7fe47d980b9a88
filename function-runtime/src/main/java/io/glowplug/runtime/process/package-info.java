// SPDX-License-Identifier: Apache-2.0
/**
 * Operating-system processes of functions: starting them, learning how they ended, ending them.
 *
 * <p>Start at {@link ProcessSpawner}. Knows nothing of functions, sandboxes or invocations.
 *
 * <p>Invariant: a process is killed by the kernel when the platform dies, however it dies, and what was mounted for it
 * goes with it.
 */
@NullMarked
package io.glowplug.runtime.process;

import org.jspecify.annotations.NullMarked;
