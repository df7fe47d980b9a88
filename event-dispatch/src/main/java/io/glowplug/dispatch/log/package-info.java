// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what functions write: takes lines in, stores them in batches, searches and follows them.
 *
 * <p>Start at {@link LogWriter} for the way in and at {@link PostgresFunctionLogs} for the way out. A line's id is made of its
 * time ({@link LogLineIds}), so an index on the id is an index on time.
 *
 * <p>Invariant: logging never stops a function. A writer waits for a bounded time; then lines are lost, and a line
 * says how many.
 */
@NullMarked
package io.glowplug.dispatch.log;

import org.jspecify.annotations.NullMarked;
