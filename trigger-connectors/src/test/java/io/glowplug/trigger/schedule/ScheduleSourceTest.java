// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.contract.ContractNode;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScheduleSourceTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SettableClock clock = new SettableClock(NOON);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    private final TriggerKinds kinds = new TriggerKinds(List.of(new ScheduleConnector(
            new ScheduleProperties(Duration.ofSeconds(15), Duration.ofMillis(5), "eu-central-1", "111122223333"),
            meters)));
    private Instant sourceSince = NOON;
    private ContractNode node;

    @Test
    void firesASlotWhenItIsDueWithTheEventThatEventBridgeSends() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\"}")) {
            clock.advance(Duration.ofMillis(60_250));
            awaitSlots("12:01");
            await().atMost(PATIENCE).until(() -> latenessMs() == 250);
        }
        TriggerEvent event = ledger.events(id).getFirst();
        JsonNode body = JsonMapper.shared().readTree(event.payload().bytes());

        assertThat(event.key()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(event.source()).isEqualTo("schedule:tick");
        assertThat(event.orderingKey()).isNull();
        assertThat(event.attributes()).containsEntry("latenessMs", "250");
        assertThat(body.propertyNames())
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(body.get("time").asString()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(body.get("detail-type").asString()).isEqualTo("Scheduled Event");
        assertThat(body.get("resources").get(0).asString())
                .isEqualTo("arn:aws:events:eu-central-1:111122223333:rule/tick");
    }

    @Test
    void handsTheInputOverAsItWasWritten() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"input\": {\"z\": 1.50, \"a\": [\"ü\"]}}")) {
            clock.advance(Duration.ofMinutes(1));
            awaitSlots("12:01");
        }
        assertThat(ledger.events(id).getFirst().payload().utf8()).isEqualTo("{\"z\":1.50,\"a\":[\"ü\"]}");
    }

    @Test
    void ofMissedSlotsTheNewestIsFiredUnlessToldOtherwise() {
        clock.advance(Duration.ofMinutes(10));

        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\"}")) {
            awaitSlots("12:10");
        }
        assertThat(node.notes())
                .containsExactly(
                        "slots skipped: 9 missed from 2026-03-01T12:01:00Z to 2026-03-01T12:09:00Z (missed: last)");
    }

    @Test
    void ofMissedSlotsTheNewestUpToTheCapAreFired() {
        clock.advance(Duration.ofHours(5));

        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"missed\": \"all\", \"missedCap\": 250}")) {
            await().atMost(PATIENCE).until(() -> ledger.events(id).size() == 250);
        }
        assertThat(ledger.events(id).getFirst().occurredAt()).isEqualTo(NOON.plus(Duration.ofMinutes(51)));
        assertThat(ledger.events(id).getLast().occurredAt()).isEqualTo(NOON.plus(Duration.ofHours(5)));
        assertThat(node.notes()).singleElement().asString().startsWith("slots skipped: 50 missed from");
    }

    @Test
    void ofMissedSlotsNoneIsFiredWhenToldSo() {
        clock.advance(Duration.ofSeconds(10 * 60 + 40));

        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"missed\": \"none\"}")) {
            await().atMost(PATIENCE)
                    .until(() ->
                            "2026-03-01T12:10:00Z".equals(ledger.checkpoints(id).get("")));
            assertThat(ledger.events(id)).isEmpty();

            clock.advance(Duration.ofSeconds(20));
            awaitSlots("12:11");
        }
        assertThat(node.notes()).singleElement().asString().startsWith("slots skipped: 10 missed from");
    }

    @Test
    void aSlotThatIsMerelyLateWasNotMissed() {
        clock.advance(Duration.ofSeconds(12));

        try (TriggerSource _ = open("{\"expression\": \"rate(4 seconds)\", \"missed\": \"none\"}")) {
            awaitSlots("12:00:04", "12:00:08", "12:00:12");
        }
        assertThat(node.notes()).isEmpty();
    }

    @Test
    void anEditOfTheExpressionReplaysNoSlotsFromBefore() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"missed\": \"all\"}")) {
            clock.advance(Duration.ofMinutes(1));
            awaitSlots("12:01");
        }
        clock.advance(Duration.ofMinutes(9));
        sourceSince = clock.advance(Duration.ofSeconds(30));
        clock.advance(Duration.ofMinutes(2));

        try (TriggerSource _ = open("{\"expression\": \"*/2 * * * *\", \"missed\": \"all\"}")) {
            awaitSlots("12:01", "12:12");
            clock.advance(Duration.ofMinutes(2));
            awaitSlots("12:01", "12:12", "12:14");
        }
    }

    @Test
    void aClockThatIsSetBackFiresNothingTwiceAndAClockThatIsSetForwardLosesNothing() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"missed\": \"all\"}")) {
            clock.advance(Duration.ofMinutes(3));
            awaitSlots("12:01", "12:02", "12:03");
            clock.advance(Duration.ofMinutes(-2));
            clock.advance(Duration.ofMinutes(1));
            clock.advance(Duration.ofMinutes(4));
            awaitSlots("12:01", "12:02", "12:03", "12:04", "12:05", "12:06");
        }
    }

    @Test
    void aSlotIsLeftOutWhileARunIsOpenWhenToldSo() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"overlap\": \"skip\"}")) {
            clock.advance(Duration.ofMinutes(1));
            awaitSlots("12:01");
            ledger.setOpen(id, 1);
            clock.advance(Duration.ofMinutes(1));
            await().atMost(PATIENCE)
                    .until(() ->
                            "2026-03-01T12:02:00Z".equals(ledger.checkpoints(id).get("")));
            ledger.setOpen(id, 0);
            clock.advance(Duration.ofMinutes(1));
            awaitSlots("12:01", "12:03");
        }
        assertThat(node.notes())
                .containsExactly(
                        "slot skipped: 2026-03-01T12:02:00Z: the run for an earlier slot is still open (overlap: skip)");
    }

    @Test
    void slotsThatQueueShareAnOrderingKey() {
        try (TriggerSource _ = open("{\"expression\": \"rate(1 minute)\", \"overlap\": \"queue\"}")) {
            clock.advance(Duration.ofMinutes(1));
            awaitSlots("12:01");
        }
        assertThat(ledger.events(id).getFirst().orderingKey()).isEqualTo("slots");
    }

    @Test
    void aSingleTimeIsFiredOnceAndThenTheScheduleHasEnded() {
        String settings = "{\"expression\": \"at(2026-03-01T13:30:00)\", \"timezone\": \"Europe/Berlin\"}";
        try (TriggerSource source = open(settings)) {
            clock.advance(Duration.ofMinutes(30));
            awaitSlots("12:30");
            await().atMost(PATIENCE).until(() -> source.health().ended());
        }
        try (TriggerSource source = open(settings)) {
            await().atMost(PATIENCE).until(() -> source.health().ended());
        }
        assertThat(ledger.events(id)).hasSize(1);
    }

    @Test
    void startAndEndBoundTheSlotsAndStartIsTheRastersFirst() {
        clock.advance(Duration.ofHours(1));
        String settings = """
                {"expression": "rate(10 minutes)", "missed": "all",
                 "start": "2026-03-01T12:25:30Z", "end": "2026-03-01T12:45:30Z"}""";
        try (TriggerSource source = open(settings)) {
            awaitSlots("12:25:30", "12:35:30", "12:45:30");
            await().atMost(PATIENCE).until(() -> source.health().ended());
        }
    }

    private TriggerSource open(String json) {
        CheckedSettings<?> settings = kinds.read("schedule", json);
        TriggerDefinition trigger = new TriggerDefinition(
                id,
                "tick",
                "report",
                null,
                "schedule",
                settings.json(),
                null,
                BatchSettings.SINGLE,
                RetryPolicy.DEFAULT,
                DeliverySettings.DEFAULT,
                null,
                false,
                null,
                sourceSince,
                0,
                NOON,
                NOON);
        settings.validate(trigger);
        node = new ContractNode(trigger, ledger, clock);
        return settings.open(node);
    }

    private double latenessMs() {
        return meters.get("glowplug.schedule.lateness")
                .tag("trigger", "tick")
                .timer()
                .max(TimeUnit.MILLISECONDS);
    }

    private void awaitSlots(String... times) {
        List<Instant> slots = List.of(times).stream()
                .map(time -> Instant.parse("2026-03-01T" + time + (time.length() == 5 ? ":00Z" : "Z")))
                .toList();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ledger.events(id))
                        .extracting(TriggerEvent::occurredAt)
                        .isEqualTo(slots));
    }
}
