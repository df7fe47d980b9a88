// SPDX-License-Identifier: Apache-2.0
/**
 * The loop inside each of the registry's workers.
 *
 * <p>Invariant: at most one round runs at a time, and none begins after {@link PeriodicLoop#stop()} returned.
 */
@NullMarked
package io.glowplug.registry.loop;

import org.jspecify.annotations.NullMarked;
