// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.AccountConcurrency;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionConcurrency;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.ProvisionedConcurrency;
import io.glowplug.registry.ProvisionedSetting;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FunctionConcurrencyTest {

    private static RegistryHarness harness;
    private static FunctionConcurrency concurrency;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start("glowplug.registry.concurrency-limit=150");
        concurrency = harness.bean(FunctionConcurrency.class);
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @BeforeEach
    void create() {
        harness.create(TestFunctions.python("a"));
        harness.create(TestFunctions.python("b"));
    }

    @AfterEach
    void delete() {
        harness.registry().delete("a", null);
        harness.registry().delete("b", null);
    }

    @Test
    void whatIsReservedLeavesAHundredAndReachesInvocationsWithoutANewRevision() {
        long revision = harness.resolver().resolve("a", null).revision();
        concurrency.reserve("a", 30);
        concurrency.reserve("b", 20);

        assertThat(concurrency.account()).isEqualTo(new AccountConcurrency(150, 100));
        assertThatThrownBy(() -> concurrency.reserve("b", 21))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "decreases account's UnreservedConcurrentExecution below its minimum value of [100]");
        assertThatThrownBy(() -> concurrency.reserve("a", -1)).hasMessageContaining("reservedConcurrency must be");
        assertThatThrownBy(() -> concurrency.reserve("nobody", 1)).hasMessageContaining("Function not found");
        assertThat(harness.resolver().resolve("a", null).reservedConcurrency()).isEqualTo(30);
        assertThat(harness.resolver().resolve("a", null).revision()).isEqualTo(revision);

        concurrency.reserve("a", 0);
        concurrency.unreserve("b");
        concurrency.unreserve("b");
        assertThat(concurrency.reserved("a")).isZero();
        assertThat(concurrency.reserved("b")).isNull();
        assertThat(harness.resolver().resolve("a", null).reservedConcurrency()).isZero();
        assertThat(harness.resolver().resolve("b", null).reservedConcurrency()).isNull();
    }

    @Test
    void provisionedConcurrencyIsOfVersionsAndAliasesAndWithinWhatIsReserved() {
        publish("a", 1);
        publish("a", 2);
        harness.registry().createAlias(alias("latest", "$LATEST", Map.of()));
        concurrency.reserve("a", 10);

        ProvisionedSetting set = concurrency.provision("a", "1", 4);

        assertThat(concurrency.provisioned("a", "1")).isEqualTo(set);
        refused("$LATEST", 1, "cannot be applied to unpublished function versions");
        refused("latest", 1, "qualifier must be a published version or an alias of one");
        refused("7", 1, "qualifier must be a published version or an alias of one");
        refused("2", 7, "at most the function's reserved concurrency of 10");
        refused("2", 0, "provisionedConcurrency must be between 1");
        assertThatThrownBy(() -> concurrency.reserve("a", 3))
                .hasMessageContaining(
                        " ReservedConcurrentExecutions  3 should not be lower than function's total provisioned"
                                + " concurrency [4].");
        concurrency.provision("a", "2", 6);
        concurrency.provision("a", "1", 3);
        assertThat(concurrency.provisioned("a", new PageRequest(1, null)).items())
                .extracting(ProvisionedSetting::qualifier)
                .containsExactly("1");
        concurrency.unprovision("a", "1");
        assertThatThrownBy(() -> concurrency.provisioned("a", "1"))
                .hasMessageContaining("No Provisioned Concurrency Config found for this function");
    }

    @Test
    void withoutAReservationWhatIsProvisionedIsClaimedFromTheAccount() {
        publish("a", 1);
        concurrency.reserve("b", 20);

        refused("1", 31, "provisionedConcurrency must leave 100 of the limit of 150 unreserved");
        concurrency.provision("a", "1", 30);
        assertThat(concurrency.account().unreserved()).isEqualTo(100);
    }

    @Test
    void theRuntimesDoorFollowsAliasesAndForgetsWhatIsDeletedOnEveryNode() {
        publish("a", 1);
        publish("a", 2);
        FunctionAlias live = harness.registry().createAlias(alias("live", "1", Map.of("2", 0.25)));
        concurrency.provision("a", "live", 8);
        refused("2", 1, "must not lead to version 2, which is provisioned by live already");

        try (RegistryHarness other = harness.startAnotherNode()) {
            assertThat(wanted(harness)).containsExactlyInAnyOrder(tuple("1", 6), tuple("2", 2));
            assertThat(wanted(other)).containsExactlyInAnyOrder(tuple("1", 6), tuple("2", 2));

            harness.registry().updateAlias(alias("live", "2", Map.of()), live.revision());
            assertThat(wanted(harness)).containsExactly(tuple("2", 8));
            await().until(() -> wanted(other).equals(List.of(tuple("2", 8))));

            harness.registry().deleteAlias("a", "live");
            assertThat(wanted(harness)).isEmpty();
            await().until(() -> wanted(other).isEmpty());
        }
    }

    private static List<Tuple> wanted(RegistryHarness node) {
        return node.bean(ProvisionedConcurrency.class).wanted().stream()
                .map(wanted -> tuple(wanted.version().version(), wanted.environments()))
                .toList();
    }

    private static void publish(String name, int number) {
        harness.registry()
                .updateCode(
                        name, TestFunctions.python(name).file("n", "v" + number).upload(), null);
        assertThat(harness.registry().publish(name, "", null).number()).isEqualTo(number);
    }

    private static FunctionAlias alias(String name, String version, Map<String, Double> weights) {
        return new FunctionAlias(
                "a", name, version, "", weights, 0, harness.clock().instant());
    }

    private static void refused(String qualifier, int environments, String rule) {
        assertThatThrownBy(() -> concurrency.provision("a", qualifier, environments))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(rule);
    }
}
