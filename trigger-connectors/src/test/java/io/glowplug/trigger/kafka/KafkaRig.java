// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.glowplug.trigger.filter.EventPatterns;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One Kafka trigger with a ledger in memory that can be made slow, full or unreachable. */
final class KafkaRig implements SourceContext, AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final InMemoryLedger ledger = new InMemoryLedger();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final List<String> notes = new CopyOnWriteArrayList<>();
    volatile long open;
    volatile boolean ledgerAway;

    private final UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    private final Instant createdAt = Instant.now();
    private final KafkaCluster cluster;
    private final String settings;
    private BatchSettings batch = new BatchSettings(100, 0, 6 * 1024 * 1024);
    private @Nullable String filter;
    private @Nullable Path secrets;
    private @Nullable TriggerSource source;
    private TriggerLease lease = ledger.takeLease(id);

    KafkaRig(KafkaCluster cluster, String settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    KafkaRig batch(int size, int maxBytes) {
        batch = new BatchSettings(size, 0, maxBytes);
        return this;
    }

    KafkaRig secrets(Path directory) {
        secrets = directory;
        return this;
    }

    KafkaRig filter(String pattern) {
        filter = pattern;
        return this;
    }

    static KafkaConnector connector(KafkaCluster cluster, MeterRegistry meters, @Nullable Path secrets) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("cluster", cluster));
        return new KafkaConnector(
                new KafkaConnectorProperties(200, Duration.ofMillis(200), secrets),
                meters,
                InstantSource.system(),
                beans.getBeanProvider(KafkaCluster.class));
    }

    CheckedSettings<?> readSettings() {
        return new TriggerKinds(List.of(connector(cluster, meters, secrets))).read("kafka", settings);
    }

    TriggerSource open() {
        lease = ledger.takeLease(id);
        TriggerSource opened = readSettings().open(this);
        source = opened;
        return opened;
    }

    TriggerSource source() {
        assertThat(source).isNotNull();
        return source;
    }

    /** Ends the reader as a death of its node would: from here on nothing that it emits is taken. */
    void kill() {
        ledger.takeLease(id);
        source().close();
    }

    long filtered() {
        return ledger.filtered(id);
    }

    /** Returns a name for each record that was stored, as often as it was. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (TriggerEvent event : events()) {
            long offset = Long.parseLong(event.attributes().getOrDefault("offset", ""));
            long last = Long.parseLong(event.attributes().getOrDefault("lastOffset", ""));
            for (; offset <= last; offset++) {
                names.add(event.orderingKey() + "@" + offset);
            }
        }
        return names;
    }

    List<TriggerEvent> events() {
        return ledger.events(id);
    }

    List<RejectedEvent> rejected() {
        return ledger.deadLetters(id);
    }

    /** Returns the records of all events in the order in which they were stored. */
    List<JsonNode> records() {
        List<JsonNode> records = new ArrayList<>();
        for (TriggerEvent event : events()) {
            JsonNode found = JSON.readTree(event.payload().bytes()).get("records");
            (found.isArray() ? found : found.iterator().next()).forEach(records::add);
        }
        return records;
    }

    List<String> values() {
        return records().stream().map(record -> record.get("value").asString()).toList();
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    void awaitRecords(int count) {
        eventually(() -> assertThat(records()).hasSizeGreaterThanOrEqualTo(count));
        assertThat(records()).hasSize(count);
    }

    static String plain(String topic) {
        return "{\"topics\":[\"" + topic + "\"],\"eventShape\":\"plain\",\"valueFormat\":\"text\"}";
    }

    long checkpoint(String topic, int partition) {
        return Checkpoint.parse(checkpoints().get(new TopicPartition(topic, partition).toString()))
                .offset();
    }

    @Override
    public TriggerDefinition trigger() {
        return new TriggerDefinition(
                id,
                "orders",
                "handler",
                null,
                "kafka",
                settings,
                filter,
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
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Map<String, String> checkpoints() {
        refuseIfAway();
        return ledger.checkpoints(id);
    }

    @Override
    public boolean passesFilter(String json) {
        return EventPatterns.compile(filter).passes(json);
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        refuseIfAway();
        TriggerBinding binding = new TriggerBinding(id, "orders", "handler", null);
        return ledger.emit(new Emission(lease, binding, events, rejected, checkpoints, filtered));
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        throw new UnsupportedOperationException("Kafka is no source in this database");
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        throw new UnsupportedOperationException("Kafka holds back by partition");
    }

    @Override
    public long openInvocations() {
        refuseIfAway();
        return open;
    }

    @Override
    public void note(String what, String detail) {
        notes.add(what + ": " + detail);
    }

    private void refuseIfAway() {
        if (ledgerAway) {
            throw new IllegalStateException("the ledger is away");
        }
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
