// SPDX-License-Identifier: Apache-2.0
/**
 * Makes events of callers durable before anyone is told "accepted".
 *
 * <p>Start at {@link EventAcceptor}: callers hand in events one by one, {@link GroupCommit} commits what has gathered.
 *
 * <p>Invariant: a caller is answered after the commit, never before. A failed or doubtful commit is a refusal.
 */
@NullMarked
package io.glowplug.dispatch.accept;

import org.jspecify.annotations.NullMarked;
