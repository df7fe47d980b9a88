// SPDX-License-Identifier: Apache-2.0
/**
 * The way to PostgreSQL, whoever runs it: outages are noticed and said once, standbys are kept out, a pooler in between is
 * found out, and the schema is checked before it is used.
 *
 * <p>Start at {@link WatchConfiguration}.
 *
 * <p>Invariant: nothing here is asked per statement; a connection that is handed out costs one look at a field.
 */
@NullMarked
package io.glowplug.app.database;

import org.jspecify.annotations.NullMarked;
