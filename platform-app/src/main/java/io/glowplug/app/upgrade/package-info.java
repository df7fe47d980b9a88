// SPDX-License-Identifier: Apache-2.0
/**
 * Different versions of the platform over one database: which of them may start, what an upgrade will do.
 *
 * <p>Start at {@link SchemaGuard} for the start of a node, and at {@link UpgradeCheck} for {@code ./glowplug check}.
 *
 * <p>Invariant: the check changes nothing, neither in the database nor on disk.
 */
@NullMarked
package io.glowplug.app.upgrade;

import org.jspecify.annotations.NullMarked;
