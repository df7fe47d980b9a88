// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;

/** The account of every accepted event. */
public interface Ledger {

    /** Returns the balances as of one instant (one snapshot of the database). */
    List<LedgerBalance> balances();
}
