// SPDX-License-Identifier: Apache-2.0
/**
 * A real PostgreSQL inside the data directory, for when no external one is configured. Start at
 * {@link EmbeddedPostgres}.
 *
 * <p>It is durable (fsync and synchronous commit are on), reachable by password over the loopback device only, and
 * kept across restarts.
 *
 * <p>Invariant: the server lives no longer than the platform that started it. One that was left over all the same is
 * stopped before a new one starts on its files.
 */
@NullMarked
package io.glowplug.app.embedded.postgres;

import org.jspecify.annotations.NullMarked;
