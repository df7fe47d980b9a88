// SPDX-License-Identifier: Apache-2.0
/**
 * The counters of the conservation law, and the auditor that holds them against the rows.
 *
 * <p>Start at {@link LedgerCounts}, which is called in every transaction that changes where an invocation stands.
 * {@link LedgerStore} reads the account, {@link LedgerAuditor} checks it every minute.
 *
 * <p>Invariant: counters and rows change in one transaction, so any one snapshot of the database balances.
 */
@NullMarked
package io.glowplug.dispatch.ledger;

import org.jspecify.annotations.NullMarked;
