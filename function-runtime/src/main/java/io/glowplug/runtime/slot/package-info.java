// SPDX-License-Identifier: Apache-2.0
/**
 * Processes that wait, sandboxed, for a function to come: interpreters, JVMs, and sandboxes for programs of one's own.
 * Starting one is most of what a first call takes.
 *
 * <p>Start at {@link Slots}. Which process that is and how it is given a function is decided in {@code
 * runtime.environment}; here they are only kept.
 *
 * <p>Invariant: a slot is taken once, by one function version, and never comes back.
 */
@NullMarked
package io.glowplug.runtime.slot;

import org.jspecify.annotations.NullMarked;
