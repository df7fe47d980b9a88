// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs one unit of work in one transaction and repeats it when PostgreSQL chose it as the victim of a deadlock
 * (40P01) or of a serialisation conflict (40001). Both are rolled back, so repeating them is safe.
 */
public final class LedgerTransactions {

    private static final int MAX_TRIES = 5;

    private final TransactionTemplate template;

    public LedgerTransactions(TransactionTemplate template) {
        this.template = template;
    }

    public <T> T inOne(Supplier<T> work) {
        return untilDone(() -> template.execute(status -> work.get()));
    }

    /**
     * Runs a single statement, which is a transaction by itself: it is committed in the round trip that sends it. Inside
     * a transaction it would take three.
     */
    public <T> T inStatement(Supplier<T> statement) {
        return untilDone(statement);
    }

    private static <T> T untilDone(Supplier<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return work.get();
            } catch (ConcurrencyFailureException e) {
                if (tried == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }
}
