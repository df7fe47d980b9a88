// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LeaseStoreTest {

    @AutoClose
    private final LedgerFixture ledger = new LedgerFixture();

    private final LeaseStore store =
            new LeaseStore(ledger.jdbc, new LedgerTransactions(ledger.transactions), "this-node");

    private LeaseStore.Leased lease(int limit, List<Lane> lanes) {
        Instant now = ledger.clock.instant();
        return store.lease(
                new LeaseStore.Request(now, now.plus(Duration.ofSeconds(15)), 100, limit, Map.of(), Set.of()), lanes);
    }

    private static List<UUID> ids(LeaseStore.Leased leased) {
        return leased.invocations().stream().map(LeasedInvocation::id).toList();
    }

    @Test
    void aWalkFindsEveryLaneAndSaysFromWhenOnItHasSomething() {
        UUID trigger = UUID.randomUUID();
        UUID first = ledger.accept(Draft.of("a"));
        Instant firstAt = ledger.clock.instant();
        UUID second = ledger.accept(Draft.of("a").trigger(trigger));
        UUID third = ledger.accept(Draft.of("b"));

        LeaseStore.Leased leased = lease(10, List.of());

        assertThat(ids(leased)).containsExactlyInAnyOrder(first, second, third);
        assertThat(leased.lanes()).hasSize(3).contains(new Lane(Lane.Name.of("a", null), firstAt));
        assertThat(leased.lanes().stream().map(Lane::name))
                .contains(Lane.Name.of("a", trigger), Lane.Name.of("b", null));
    }

    @Test
    void aLookAtKnownLanesGoesOnWhereTheLastOneFoundSomething() {
        UUID first = ledger.accept(Draft.of("a"));
        UUID second = ledger.accept(Draft.of("a"));
        UUID third = ledger.accept(Draft.of("a"));

        LeaseStore.Leased walked = lease(1, List.of());
        LeaseStore.Leased looked = lease(1, walked.lanes());
        LeaseStore.Leased lookedAgain = lease(10, looked.lanes());

        assertThat(ids(walked)).containsExactly(first);
        assertThat(ids(looked)).containsExactly(second);
        assertThat(ids(lookedAgain)).containsExactly(third);
        assertThat(lookedAgain.invocations()).allMatch(invocation -> invocation.attempt() == 1);
    }

    @Test
    void whatIsOlderThanAKnownLaneOrInAnotherOneIsLeftToTheNextWalk() {
        UUID older = ledger.accept(Draft.of("a"));
        Lane known = new Lane(Lane.Name.of("a", null), ledger.clock.instant().plusMillis(1));
        UUID newer = ledger.accept(Draft.of("a"));
        UUID elsewhere = ledger.accept(Draft.of("b"));

        assertThat(ids(lease(10, List.of(known)))).containsExactly(newer);
        assertThat(ids(lease(10, List.of()))).containsExactlyInAnyOrder(older, elsewhere);
    }
}
