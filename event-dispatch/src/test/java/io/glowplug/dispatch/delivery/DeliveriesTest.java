// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.dispatch.DestinationDraft;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationOwner.OfFunction;
import io.glowplug.dispatch.DestinationOwner.OfTrigger;
import io.glowplug.dispatch.Destinations;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.dispatch.partition.Retention;
import io.glowplug.dispatch.partition.RetentionProperties;
import io.glowplug.dispatch.store.Fence;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.Payload;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Outcomes on their way, on a real database and by the real loops. */
class DeliveriesTest {

    private static final DestinationEdit KEEP = new DestinationEdit.Keep();
    private static final PageRequest PAGE = new PageRequest(100, null);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private Destinations destinations() {
        return dispatch.node().bean(Destinations.class);
    }

    private Deliveries deliveries() {
        return dispatch.node().bean(Deliveries.class);
    }

    private EventDetails story(UUID event) {
        return dispatch.node().bean(EventHistory.class).event(event).orElseThrow();
    }

    private Delivery delivery(UUID id) {
        return deliveries().find(id).orElseThrow();
    }

    private static DestinationEdit to(String type, String settings, DeliveryPolicy policy) {
        return new DestinationEdit.Put("onX", new DestinationDraft(type, settings, policy, null));
    }

    private static DestinationEdit toPlace(String place) {
        return to("scripted", "{\"place\":\"" + place + "\"}", new DeliveryPolicy(2, 10, 60, 3_600));
    }

    private static DestinationEdit toFunction(String name) {
        return to("function", "{\"function\":\"" + name + "\"}", DeliveryPolicy.DEFAULT);
    }

    @Test
    void anOutcomeBecomesAnEventOfAnotherFunctionAndTellsWhereItComesFrom() {
        var resize = dispatch.function("resize").failing("OutOfCheese").retrying(0, 0);
        var audit = dispatch.function("audit");
        var archive = dispatch.function("archive");
        destinations().change(new OfFunction("resize"), "resize", KEEP, toFunction("audit"));
        destinations().change(new OfFunction("audit"), "audit", toFunction("archive"), KEEP);

        UUID event = dispatch.accept(resize, "{\"image\":1}");
        await().atMost(PATIENCE).until(() -> archive.attempts() == 1);
        dispatch.runDue();

        assertThat(audit.payloads())
                .singleElement()
                .asString()
                .contains("\"condition\":\"RetriesExhausted\"", "\"requestPayload\":{\"image\":1}", "OutOfCheese");
        Delivery delivery = delivery(event);
        assertThat(delivery.status()).isEqualTo(DeliveryStatus.DELIVERED);
        EventDetails made = story(delivery.madeEvent());
        assertThat(made.event().source()).isEqualTo("destination");
        assertThat(made.attributes())
                .containsEntry("causedByEvent", event.toString())
                .containsEntry("causedByInvocation", event.toString())
                .containsEntry("causedByFunction", "resize")
                .containsEntry("hops", "1");
        EventDetails last = story(delivery(delivery.madeEvent()).madeEvent());
        assertThat(last.attributes()).containsEntry("causedByFunction", "audit").containsEntry("hops", "2");
        assertThat(story(event).timeline())
                .extracting(TimelineEntry::what)
                .hasSize(7)
                .contains("attempt")
                .containsSubsequence(
                        "accepted", "queued", "dead-lettered", "delivery-queued", "delivery-attempt", "delivered");
        assertThat(made.timeline()).extracting(TimelineEntry::what).contains("caused", "delivered");
        assertThat(dispatch.count("event")).isEqualTo(3);
        dispatch.assertBalanced();
    }

    @Test
    void aTriggersDestinationGoesBeforeItsFunctionsAndNothingIsWrittenWithoutOne() {
        var resize = dispatch.function("resize");
        UUID trigger = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        var owner = new OfTrigger(trigger);

        UUID unheard = dispatch.accept(resize, "{}");
        dispatch.runDue();
        destinations().change(new OfFunction("resize"), "resize", toPlace("function's"), toPlace("function's"));
        destinations().change(owner, "resize", toPlace("trigger's"), KEEP);
        destinations().change(new OfFunction("unrelated"), "unrelated", toPlace("elsewhere"), KEEP);
        UUID direct = dispatch.accept(resize, "{}");
        UUID triggered = emit(trigger, List.of(event("good")), List.of());
        UUID rejected = emit(trigger, List.of(), List.of(new RejectedEvent(event("bad"), "Undecodable", "no JSON")));
        UUID fromOther = emit(other, List.of(event("good")), List.of());
        dispatch.runDue();
        dispatch.deliverDue();

        assertThat(deliveries().find(unheard)).isEmpty();
        assertThat(delivery(direct).target()).isEqualTo("place function's");
        assertThat(delivery(triggered).target()).isEqualTo("place trigger's");
        assertThat(delivery(fromOther).target()).isEqualTo("place function's");
        assertThat(delivery(rejected))
                .returns("place function's", Delivery::target)
                .returns("rejected", Delivery::reason)
                .returns(OutcomeCondition.FAILURE, Delivery::condition);
        assertThat(document(rejected)).contains("\"condition\":\"Rejected\"", "\"requestPayload\":{\"key\":\"bad\"}");
        assertThat(deliveries().list(query(null, trigger, null, null), PAGE).items())
                .extracting(Delivery::id)
                .containsExactly(rejected, triggered);

        destinations().forget(owner);
        assertThat(destinations().of(owner).onSuccess()).isNull();
        dispatch.assertBalanced();
    }

    @Test
    void whatExpiresIsAnOutcomeAndWhatIsCancelledIsNone() {
        var busy = dispatch.function("busy")
                .withPolicy(new RetryPolicy(2, 60, 300, 100))
                .throttled();
        destinations().change(new OfFunction("busy"), "busy", KEEP, toPlace("there"));

        UUID expires = dispatch.accept(busy, "{\"n\":1}");
        dispatch.runDue();
        dispatch.advance(ofSeconds(101)).runDue();
        UUID cancelled = dispatch.accept(busy, "{\"n\":2}");
        dispatch.runDue();
        dispatch.node().bean(EventHistory.class).cancel(cancelled);
        dispatch.deliverDue();

        assertThat(document(expires))
                .contains("\"condition\":\"EventAgeExceeded\"")
                .doesNotContain("responseContext");
        assertThat(deliveries().find(cancelled)).isEmpty();
    }

    @Test
    void aDeliveryThatFailsIsTriedAgainEndsAsFailedAndIsRedriven() {
        var resize = dispatch.function("resize");
        destinations().change(new OfFunction("resize"), "resize", toPlace("there"), KEEP);
        dispatch.destination()
                .always(new DeliveryOutcome.Failed("Http.Status", "500", new DeliveryOutcome.Reply(500, "no"), null));

        UUID event = dispatch.accept(resize, "{\"image\":1}");
        dispatch.runDue();
        dispatch.deliverDue();
        assertThat(delivery(event).status()).isEqualTo(DeliveryStatus.WAITING);
        assertThat(Duration.between(dispatch.clock().instant(), delivery(event).visibleAt()))
                .isBetween(ofSeconds(10), ofSeconds(13));
        dispatch.advance(ofSeconds(13)).deliverDue();
        dispatch.advance(ofSeconds(26)).deliverDue();

        assertThat(delivery(event))
                .returns(DeliveryStatus.FAILED, Delivery::status)
                .returns(3, Delivery::attempts)
                .returns("500", Delivery::lastError);
        assertThat(deliveries().attempts(event))
                .hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt)
                        .returns("failed", DeliveryAttempt::outcome)
                        .returns(500, DeliveryAttempt::httpStatus)
                        .returns("no", DeliveryAttempt::answer)
                        .returns("place there", DeliveryAttempt::target));

        dispatch.destination().always(DeliveryOutcome.Delivered.WITHOUT_REPLY);
        destinations().change(new OfFunction("resize"), "resize", toPlace("elsewhere"), KEEP);
        assertThat(deliveries().redriveAll(query("other", null, null, null))).isZero();
        assertThat(deliveries().redriveAll(query("resize", null, DeliveryStatus.FAILED, event)))
                .isEqualTo(1);
        dispatch.deliverDue();

        assertThat(delivery(event))
                .returns(DeliveryStatus.DELIVERED, Delivery::status)
                .returns("place elsewhere", Delivery::target);
        assertThat(deliveries().attempts(event))
                .extracting(DeliveryAttempt::outcome)
                .containsExactly("failed", "failed", "failed", "redriven", "delivered");
        assertThat(dispatch.destination().received())
                .extracting(sent -> sent.document().utf8())
                .as("the same document each time")
                .hasSize(4)
                .containsOnly(document(event));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> deliveries().redrive(event))
                .returns(Refusal.CONFLICT, RefusedException::refusal)
                .withMessageContaining("is delivered");
        await("the tries are counted by what became of them")
                .atMost(PATIENCE)
                .until(() -> counted("failed", "waiting") == 2
                        && counted("failed", "failed") == 1
                        && counted("delivered", "delivered") == 1);
        assertThat(dispatch.jdbc()
                        .sql("select count(*) from delivery where payload is null and answer is null")
                        .query(Long.class)
                        .single())
                .as("what is delivered needs its contents no longer")
                .isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotTriedAgainAndARemovedDestinationLeadsNowhere() {
        var resize = dispatch.function("resize");
        destinations().change(new OfFunction("resize"), "resize", toPlace("there"), KEEP);
        dispatch.destination()
                .then(new DeliveryOutcome.Refused("Http.Gone", "410"))
                .always(new DeliveryOutcome.Failed("Http.Status", "500"));

        UUID refused = dispatch.accept(resize, "{}");
        dispatch.runDue();
        dispatch.deliverDue();
        UUID waiting = dispatch.accept(resize, "{}");
        dispatch.runDue();
        dispatch.deliverDue();
        destinations().change(new OfFunction("resize"), "resize", new DestinationEdit.Remove(), KEEP);

        assertThat(delivery(refused)).returns(1, Delivery::attempts).returns(DeliveryStatus.FAILED, Delivery::status);
        assertThat(delivery(waiting))
                .returns(DeliveryStatus.FAILED, Delivery::status)
                .returns("The destination was removed.", Delivery::lastError)
                .returns(null, Delivery::target);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> deliveries().redrive(refused))
                .withMessageContaining("was removed");
    }

    @Test
    void aNodeThatDiesBetweenTheEndAndTheDeliveryLosesNothingAndOneThatDiesAfterItDeliversTwice() {
        var resize = dispatch.function("resize");
        DispatchNode first = dispatch.startNode();
        destinations().change(new OfFunction("resize"), "resize", toPlace("there"), KEEP);
        dispatch.destination().closed();

        UUID event = dispatch.accept(resize, "{\"image\":1}");
        await().atMost(PATIENCE).until(() -> dispatch.destination().received().size() == 1);
        // The receiver has it, and nobody has written that down.
        first.crash();
        dispatch.destination().open();
        DispatchNode second = dispatch.startNode();
        dispatch.advance(ofSeconds(51));
        dispatch.deliverDue();

        Deliveries seen = second.bean(Deliveries.class);
        assertThat(seen.find(event).orElseThrow().status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(seen.attempts(event))
                .extracting(DeliveryAttempt::outcome)
                .containsExactly("lease-lost", "delivered");
        assertThat(dispatch.destination().received())
                .extracting(OutgoingDelivery::id)
                .containsExactly(event, event);
    }

    @Test
    void workThatDeliversIsDoneOnceWhoeverStillBelievesToHaveTheLease() {
        UUID id = aDeliveryThatWaits();
        DeliveryStore slow = new DeliveryStore(dispatch.jdbc(), dispatch.transactions(), "slow");
        DeliveryStore quick = new DeliveryStore(dispatch.jdbc(), dispatch.transactions(), "quick");
        AtomicInteger done = new AtomicInteger();

        LeasedDelivery leasedBySlow = slow.lease(now(), 10, 10, Map.of()).getFirst();
        assertThat(quick.lease(now(), 10, 10, Map.of())).isEmpty();
        dispatch.advance(ofSeconds(51));
        LeasedDelivery leasedByQuick = quick.lease(now(), 10, 10, Map.of()).getFirst();
        assertThat(quick.settle(List.of(within(leasedByQuick, done)), now())).containsExactly(new Fence(id, 2));
        assertThat(slow.settle(List.of(within(leasedBySlow, done)), now())).isEmpty();

        assertThat(done).hasValue(1);
        assertThat(leasedByQuick.failures())
                .as("a lost lease spends the budget")
                .isEqualTo(1);
    }

    @Test
    void aNodeThatTookItsOwnDeliveryUpAgainDoesTheWorkOnceThoughBothTriesEndTogether() {
        UUID id = aDeliveryThatWaits();
        DeliveryStore store = new DeliveryStore(dispatch.jdbc(), dispatch.transactions(), "slow");
        AtomicInteger done = new AtomicInteger();
        LeasedDelivery lapsed = store.lease(now(), 10, 10, Map.of()).getFirst();
        dispatch.advance(ofSeconds(51));
        LeasedDelivery current = store.lease(now(), 10, 10, Map.of()).getFirst();

        assertThat(store.settle(List.of(within(lapsed, done), within(current, done)), now()))
                .containsExactly(new Fence(id, 2));

        assertThat(done).hasValue(1);
    }

    private UUID aDeliveryThatWaits() {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        DestinationOwner owner = new OfFunction("resize");
        dispatch.function("resize");
        destinations().change(owner, "resize", toPlace("there"), KEEP);
        dispatch.node().close();
        dispatch.jdbc()
                .sql("""
                    insert into delivery (id, event_id, destination_id, function_name, condition, reason, state, visible_at,
                                          since, created_at, invoke_count)
                    select :id, :id, id, 'resize', 'success', 'succeeded', 'waiting', :now, :now, :now, 1 from destination
                    """)
                .param("id", id)
                .param("now", SqlArrays.time(now()))
                .update();
        return id;
    }

    private DeliverySettlement within(LeasedDelivery leased, AtomicInteger done) {
        var outcome = new DeliveryOutcome.DeliveredWithin(done::incrementAndGet, new UUID(7, 7), () -> {});
        return new DeliverySettlement(leased, new DeliveryState.Delivered(), outcome, now(), now());
    }

    private Instant now() {
        return dispatch.clock().instant();
    }

    @Test
    void finishedDeliveriesGoWithTheHistoryAndFailedOnesStay() {
        var resize = dispatch.function("resize");
        destinations().change(new OfFunction("resize"), "resize", toPlace("there"), KEEP);
        dispatch.destination().then(new DeliveryOutcome.Refused("Http.Gone", "410"));
        UUID failed = dispatch.accept(resize, "{}");
        dispatch.runDue();
        dispatch.deliverDue();
        UUID delivered = dispatch.accept(resize, "{}");
        dispatch.runDue();
        dispatch.deliverDue();
        assertThat(delivery(delivered).status()).isEqualTo(DeliveryStatus.DELIVERED);

        var partitions = dispatch.node().bean(DayPartitions.class);
        var properties = new RetentionProperties(
                Duration.ofDays(2), Duration.ofDays(2), null, Duration.ofDays(1), Duration.ofDays(90));
        new Retention(partitions, dispatch.jdbc(), properties, Map::of).enforce(now().plus(Duration.ofDays(3)));

        assertThat(deliveries().find(delivered)).isEmpty();
        assertThat(delivery(failed).status()).isEqualTo(DeliveryStatus.FAILED);
    }

    private double counted(String outcome, String state) {
        return dispatch.node()
                .bean(MeterRegistry.class)
                .counter("glowplug.deliveries", "type", "scripted", "outcome", outcome, "state", state)
                .count();
    }

    private String document(UUID id) {
        return dispatch.destination().received().stream()
                .filter(sent -> sent.id().equals(id))
                .findFirst()
                .orElseThrow()
                .document()
                .utf8();
    }

    private static DeliveryQuery query(String function, UUID trigger, DeliveryStatus status, UUID event) {
        return new DeliveryQuery(function, trigger, status, event, null, null, null);
    }

    private static TriggerEvent event(String key) {
        return new TriggerEvent(
                key,
                null,
                "test",
                Instant.parse("2026-11-25T12:00:00Z"),
                Payload.ofUtf8("{\"key\":\"" + key + "\"}"),
                Map.of());
    }

    private UUID emit(UUID trigger, List<TriggerEvent> events, List<RejectedEvent> rejected) {
        TriggerLease lease = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, Duration.ofMinutes(5))
                .orElseGet(() -> new TriggerLease(trigger, 1));
        dispatch.node()
                .eventSink()
                .emit(new Emission(
                        lease, new TriggerBinding(trigger, "t", "resize", null), events, rejected, Map.of(), 0));
        return dispatch.node()
                .bean(EventHistory.class)
                .events(new EventQuery(null, trigger, null, null, null), PAGE)
                .items()
                .getFirst()
                .id();
    }
}
