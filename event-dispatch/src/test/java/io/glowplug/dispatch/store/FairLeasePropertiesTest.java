// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Backlogs of any shape on a node of any size: nobody starves, nobody takes more than the share, all gets done. */
class FairLeasePropertiesTest {

    @AutoClose
    private final LedgerFixture ledger = new LedgerFixture();

    private final LeaseStore store =
            new LeaseStore(ledger.jdbc, new LedgerTransactions(ledger.transactions), "this-node");

    @Test
    void nobodyStarvesAndNobodyTakesMoreThanItsShare() {
        Property.holds(12, random -> new Node(random).runAll());
    }

    /** A node that leases, and settles some of what it has in an order of chance. */
    private final class Node {
        private final Random random;
        private final int capacity;
        private final Map<String, Integer> backlog = new HashMap<>();
        private final Map<String, Integer> running = new HashMap<>();
        private final List<LeasedInvocation> held = new ArrayList<>();
        private final Set<UUID> seen = new HashSet<>();
        private int accepted;

        Node(Random random) {
            this.random = random;
            this.capacity = 1 + random.nextInt(24);
            int functions = 1 + random.nextInt(5);
            for (int function = 0; function < functions; function++) {
                String name = "function-" + function;
                int events = random.nextInt(random.nextBoolean() ? 4 : 40);
                for (int event = 0; event < events; event++) {
                    UUID trigger = random.nextInt(3) == 0 ? new UUID(0, 1 + function) : null;
                    ledger.accept(Draft.of(name).trigger(trigger));
                }
                backlog.merge(name, events, Integer::sum);
                accepted += events;
            }
        }

        void runAll() {
            for (int turn = 0; seen.size() < accepted || !held.isEmpty(); turn++) {
                assertThat(turn).as("turns until all is done").isLessThan(20 * (accepted + 1));
                lease();
                settleSome();
            }
        }

        private void lease() {
            int free = capacity - held.size();
            int limit = Math.min(free, 1 + random.nextInt(capacity));
            Set<String> idle = new HashSet<>(backlog.keySet());
            idle.removeIf(name -> backlog.get(name) == 0 || running.getOrDefault(name, 0) > 0);
            if (limit == 0) {
                return;
            }
            Instant now = ledger.clock.instant();
            List<LeasedInvocation> leased = store.lease(
                            new LeaseStore.Request(
                                    now, now.plus(Duration.ofHours(1)), free, limit, Map.copyOf(running), Set.of()),
                            List.of())
                    .invocations();
            assertThat(leased).hasSizeLessThanOrEqualTo(limit);
            for (LeasedInvocation invocation : leased) {
                assertThat(seen.add(invocation.id())).as("leased once").isTrue();
                held.add(invocation);
                running.merge(invocation.functionName(), 1, Integer::sum);
                backlog.merge(invocation.functionName(), -1, Integer::sum);
                idle.remove(invocation.functionName());
                assertThat(running.get(invocation.functionName()))
                        .as("a function takes what is as free as it is busy")
                        .isLessThanOrEqualTo(free);
            }
            assertThat(idle)
                    .as("that have nothing in flight got something, or all there was is given out")
                    .satisfiesAnyOf(
                            none -> assertThat(none).isEmpty(),
                            some -> assertThat(leased).hasSize(limit));
        }

        private void settleSome() {
            Collections.shuffle(held, random);
            int settled = held.isEmpty() ? 0 : 1 + random.nextInt(held.size());
            for (LeasedInvocation invocation : held.subList(0, settled)) {
                running.merge(invocation.functionName(), -1, Integer::sum);
            }
            ledger.jdbc
                    .sql("delete from invocation where id = any (:ids)")
                    .param("ids", SqlArrays.uuids(held.subList(0, settled), LeasedInvocation::id))
                    .update();
            held.subList(0, settled).clear();
        }
    }
}
