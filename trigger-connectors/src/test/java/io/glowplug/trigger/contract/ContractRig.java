// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One trigger, its source and its ledger. */
final class ContractRig implements AutoCloseable {

    private static final String FUNCTION = "handler";

    private final ConnectorUnderTest subject;
    private final DispatchLedger ledger;
    private final TriggerKinds kinds;
    private final UUID triggerId = UuidCreator.getTimeOrderedEpochPlus1();
    private final Instant createdAt;
    private BatchSettings batch = BatchSettings.SINGLE;

    ContractRig(ConnectorUnderTest subject) {
        this.subject = subject;
        this.ledger = new DispatchLedger(FUNCTION);
        subject.sourceIsIn(ledger.node());
        this.kinds = new TriggerKinds(List.of(subject.connector()));
        this.createdAt = subject.clock().instant();
    }

    Duration patience() {
        return Duration.ofSeconds(30);
    }

    boolean has(ConnectorCapability capability) {
        return subject.connector().capabilities().contains(capability);
    }

    void batchesOf(int size) {
        batch = new BatchSettings(size, 0, batch.maxBytes());
    }

    List<String> produce(int count) {
        return subject.produce(count);
    }

    void producePoison() {
        subject.producePoison();
    }

    /** Makes a node that holds the trigger from now on; the one before has lost it. */
    ContractNode node() {
        return new ContractNode(definition(), ledger, subject.clock());
    }

    TriggerSource open() {
        return open(node());
    }

    TriggerSource open(ContractNode node) {
        return settings().open(node);
    }

    void readSettingsWith(String unknownKey) {
        String withoutBrace = subject.settings().strip().substring(1);
        kinds.read(subject.connector().kind(), "{\"" + unknownKey + "\":2," + withoutBrace);
    }

    /** Waits until exactly these records are stored, each once. */
    void awaitRecords(List<String> records) {
        await().atMost(patience())
                .untilAsserted(() -> assertThat(recordsStored()).containsAll(records));
        assertThat(recordsStored()).containsExactlyInAnyOrderElementsOf(records);
    }

    List<String> recordsStored() {
        return ledger.events(triggerId).stream()
                .flatMap(event -> subject.recordsIn(event).stream())
                .toList();
    }

    List<Integer> batchSizes() {
        return ledger.events(triggerId).stream()
                .map(event -> subject.recordsIn(event).size())
                .toList();
    }

    List<RejectedEvent> deadLetters() {
        return ledger.deadLetters(triggerId);
    }

    long filtered() {
        return ledger.filtered(triggerId);
    }

    Map<String, String> checkpoints() {
        return ledger.sink().checkpoints(triggerId);
    }

    private CheckedSettings<?> settings() {
        return kinds.read(subject.connector().kind(), subject.settings());
    }

    private TriggerDefinition definition() {
        return new TriggerDefinition(
                triggerId,
                "contract",
                FUNCTION,
                null,
                subject.connector().kind(),
                settings().json(),
                "{\"judged\":[\"by the node\"]}",
                batch,
                RetryPolicy.DEFAULT,
                DeliverySettings.DEFAULT,
                null,
                false,
                null,
                createdAt,
                0,
                createdAt,
                createdAt);
    }

    @Override
    public void close() {
        subject.close();
        ledger.close();
    }
}
