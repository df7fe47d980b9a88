// SPDX-License-Identifier: Apache-2.0
/**
 * Says of an invocation why it is not running.
 *
 * <p>Start at {@link PostgresStandings}; {@link OpenRows} has the SQL.
 *
 * <p>Invariant: only reads, and only when somebody asks.
 */
@NullMarked
package io.glowplug.dispatch.why;

import org.jspecify.annotations.NullMarked;
