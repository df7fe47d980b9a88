// SPDX-License-Identifier: Apache-2.0
/**
 * Tells what became of events, and cancels what still waits.
 *
 * <p>Start at {@link PostgresEventHistory}. Each search has a class of its own; {@link Timeline} turns rows into the
 * story of an event and decides nothing but words.
 *
 * <p>Invariant: an invocation is shown once, live or settled, since both tables are read in one statement.
 */
@NullMarked
package io.glowplug.dispatch.history;

import org.jspecify.annotations.NullMarked;
