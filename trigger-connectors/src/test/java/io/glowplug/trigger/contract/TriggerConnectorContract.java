// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every connector keeps. A connector's test implements this interface; a promise that its capabilities leave out
 * is replaced by its clean refusal, never skipped.
 */
public interface TriggerConnectorContract {

    Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    /** Makes the connector and a fresh source for one test. */
    ConnectorUnderTest connectorUnderTest();

    @Test
    default void everythingThatArrivesBecomesAnEventOnce() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = new ArrayList<>(rig.produce(2));
            try (TriggerSource source = rig.open()) {
                rig.awaitRecords(records);
                records.addAll(rig.produce(3));

                rig.awaitRecords(records);
                assertThat(source.health().problem()).isNull();
            }
        }
    }

    @Test
    default void aRestartResumesAtTheCheckpoint() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = new ArrayList<>();
            for (int start = 0; start < 3; start++) {
                records.addAll(rig.produce(2));
                try (TriggerSource _ = rig.open()) {
                    rig.awaitRecords(records);
                    assertThat(rig.checkpoints().isEmpty()).isNotEqualTo(rig.has(ConnectorCapability.REPLAYABLE));
                }
            }
        }
    }

    @Test
    default void aCrashBetweenEmitAndAcknowledgeYieldsOneEvent() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = new ArrayList<>(rig.produce(2));
            ContractNode dying = rig.node();
            dying.dieAfterTheNextCommit();
            try (TriggerSource _ = rig.open(dying)) {
                await().atMost(rig.patience()).until(dying::isDead);
            }

            records.addAll(rig.produce(1));
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);
            }
        }
    }

    @Test
    default void aPauseKeepsWhatArrives() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = new ArrayList<>(rig.produce(1));
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);
            }
            List<String> whilePaused = rig.produce(5);
            assertThat(rig.recordsStored()).doesNotContainAnyElementsOf(whilePaused);

            records.addAll(whilePaused);
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);
            }
        }
    }

    @Test
    default void aPoisonRecordBecomesADeadLetterAndNeverStopsTheSource() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            if (!rig.has(ConnectorCapability.FOREIGN_RECORDS)) {
                assertThatThrownBy(rig::producePoison).isInstanceOf(UnsupportedOperationException.class);
                return;
            }
            List<String> records = new ArrayList<>(rig.produce(1));
            rig.producePoison();
            records.addAll(rig.produce(1));
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);

                await().atMost(rig.patience()).until(() -> rig.deadLetters().size() == 1);
                assertThat(rig.deadLetters().getFirst().errorMessage()).isNotBlank();
            }
        }
    }

    @Test
    default void whatTheFilterTurnsAwayIsCountedAndPassed() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            rig.produce(3);
            ContractNode node = rig.node();
            node.turnEverythingAway();
            try (TriggerSource _ = rig.open(node)) {
                await().atMost(rig.patience()).until(() -> rig.filtered() == 3);
            }
            assertThat(rig.recordsStored()).isEmpty();

            List<String> records = rig.produce(1);
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);
            }
        }
    }

    @Test
    default void batchesAreKeptToOrRefused() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = rig.produce(6);
            if (rig.has(ConnectorCapability.BATCHED)) {
                rig.batchesOf(4);
            }
            try (TriggerSource _ = rig.open()) {
                rig.awaitRecords(records);

                int largest = rig.has(ConnectorCapability.BATCHED) ? 4 : 1;
                assertThat(rig.batchSizes()).allMatch(size -> size <= largest);
            }
        }
    }

    @Test
    default void closeReturnsInTimeAndNothingIsReadAfterwards() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = rig.produce(1);
            TriggerSource source = rig.open();
            rig.awaitRecords(records);
            rig.produce(20);

            long begun = System.nanoTime();
            source.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST_CLOSE);
            List<String> stored = rig.recordsStored();
            rig.produce(1);
            assertThat(rig.recordsStored()).isEqualTo(stored);
        }
    }

    @Test
    default void theLossOfTheLeaseStopsTheSource() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            List<String> records = new ArrayList<>(rig.produce(1));
            ContractNode former = rig.node();
            try (TriggerSource _ = rig.open(former)) {
                rig.awaitRecords(records);
                ContractNode successor = rig.node();
                records.addAll(rig.produce(2));
                await().atMost(rig.patience()).until(() -> former.refusedEmissions() > 0);

                try (TriggerSource _ = rig.open(successor)) {
                    records.addAll(rig.produce(2));
                    rig.awaitRecords(records);
                }
            }
            assertThat(former.refusedEmissions()).isEqualTo(1);
        }
    }

    @Test
    default void settingsThatItDoesNotKnowAreRefusedByName() {
        try (ContractRig rig = new ContractRig(connectorUnderTest())) {
            assertThatThrownBy(() -> rig.readSettingsWith("doubleTheFun"))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.violations())
                                    .singleElement()
                                    .satisfies(
                                            broken -> assertThat(broken.field()).isEqualTo("settings.doubleTheFun")));
        }
    }
}
