// SPDX-License-Identifier: Apache-2.0
/**
 * Memory, CPU and process limits by Linux control groups of either version.
 *
 * <p>Start at {@link ControlGroups}: one group per environment, below one per running platform. The latter is named
 * after the platform's process, so that a platform can tell the remains of a dead one from a living neighbour's.
 *
 * <p>Invariant: a group exists before its first process and is removed after its last.
 */
@NullMarked
package io.glowplug.runtime.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
