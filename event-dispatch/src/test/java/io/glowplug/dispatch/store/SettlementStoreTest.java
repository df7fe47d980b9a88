// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SettlementStoreTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    @AutoClose
    private final LedgerFixture ledger = new LedgerFixture();

    private final LedgerTransactions transactions = new LedgerTransactions(ledger.transactions);
    private final LeaseStore leases = new LeaseStore(ledger.jdbc, transactions, "this-node");
    private final SettlementStore store = new SettlementStore(
            ledger.jdbc,
            transactions,
            new OrderingKeys(ledger.jdbc),
            new AttemptStore(ledger.jdbc, "this-node"),
            ledger.counts,
            new CircuitBreakerStore(ledger.jdbc));

    @Test
    void twoAttemptsOfOneInvocationThatEndInOneBatchAreCountedOnce() {
        ledger.accept(Draft.of("resize"));
        LeasedInvocation lapsed = lease();
        ledger.clock.advance(LEASE.plusSeconds(1));
        LeasedInvocation current = lease();

        var settled = store.settle(List.of(succeeded(lapsed), succeeded(current)), now());

        assertThat(current.attempt()).isEqualTo(lapsed.attempt() + 1);
        assertThat(settled.settled()).isEqualTo(1);
        assertThat(settled.leasesLost()).isEqualTo(1);
        assertThat(ledger.balance("resize").succeeded()).isEqualTo(1);
        assertThat(ledger.unbalanced()).isEmpty();
    }

    private LeasedInvocation lease() {
        var request = new LeaseStore.Request(now(), now().plus(LEASE), 100, 10, Map.of(), Set.of());
        return leases.lease(request, List.of()).invocations().getFirst();
    }

    private Settlement succeeded(LeasedInvocation invocation) {
        var attempt = new AttemptRow("returned", "1", null, null, null, now(), now());
        return new Settlement(invocation, new Succeeded(invocation.attempt()), attempt, now());
    }

    private Instant now() {
        return ledger.clock.instant();
    }
}
