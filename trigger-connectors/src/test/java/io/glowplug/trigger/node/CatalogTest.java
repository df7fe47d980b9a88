// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.IdempotencyRule.IfMissing;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionUse;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.TriggerNote;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.glowplug.trigger.contract.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class CatalogTest {

    private static final String HOURLY = "{\"expression\": \"rate(1 hour)\"}";
    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private static final SettableClock CLOCK = new SettableClock(START);
    private static final InMemoryLedger LEDGER = new InMemoryLedger();
    private static HikariDataSource database;
    private static TestNode node;

    @BeforeAll
    static void startNode() {
        database = TestPostgres.freshDatabase();
        node = new TestNode("one", database, LEDGER, CLOCK);
    }

    @AfterAll
    static void stopNode() {
        node.close();
        database.close();
    }

    @Test
    void storesWhatTheConnectorUnderstoodAndReadsItBack() {
        TriggerDefinition created = node.triggers().create(Drafts.schedule("normal.form", """
                        {"expression": " cron(0 8 ? * MON-FRI *) ", "timezone": "Europe/Berlin", "missed": "ALL",
                         "start": "2026-06-01T00:00:00+02:00", "input": {"b": 1.50, "a": [null, "ä"]}}"""));

        assertThat(created.settings()).isEqualTo("""
                        {"expression":"cron(0 8 ? * MON-FRI *)","timezone":"Europe/Berlin",\
                        "start":"2026-05-31T22:00:00Z","missed":"all","missedCap":100,"overlap":"parallel",\
                        "input":{"b":1.50,"a":[null,"ä"]}}""");
        assertThat(created.retry()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(created.batch()).isEqualTo(BatchSettings.SINGLE);
        assertThat(node.triggers().get("normal.form")).isEqualTo(created);
        assertThat(node.triggers().get(created.id().toString())).isEqualTo(created);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"expression":"rate(1 hour)","expresion":"x"}                      | settings.expresion  | is not a setting of schedule triggers; here are known: end, expression, input, missed, missedCap, overlap, start, timezone
            {"expression":"rate(1 hour)","expression":"x"}                     | settings            | must be JSON: Duplicate
            {}                                                                 | settings.expression | is required
            {"expression":5}                                                   | settings.expression | must be a string
            {"expression":"rate(1 hour)","missed":"some"}                      | settings.missed     | must be one of all, last, none
            {"expression":"rate(1 hour)","missed":1}                           | settings.missed     | must be one of all, last, none
            {"expression":"rate(1 hour)","missed":"all","missedCap":"9"}       | settings.missedCap  | must be a whole number
            {"expression":"rate(1 hour)","missed":"all","missedCap":1.5}       | settings.missedCap  | must be a whole number
            {"expression":"rate(1 hour)","missed":"all","missedCap":0}         | settings.missedCap  | must be between 1 and 10000
            {"expression":"rate(1 hour)","missedCap":9}                        | settings.missedCap  | applies only when missed is all
            {"expression":"rate(1 hour)","timezone":"Mars/Olympus"}            | settings.timezone   | must be the IANA name of a time zone
            {"expression":"rate(1 hour)","start":"tomorrow"}                   | settings.start      | must be a time of RFC 3339
            {"expression":"rate(1 hour)","start":"2030-01-02T00:00:00Z","end":"2030-01-01T00:00:00Z"} | settings.end | must be later than start
            {"expression":"rate(1 hours)"}                                     | settings.expression | whose unit must be 'hour'
            {"expression":"cron(0 0 30 2 ? *)"}                                | settings.expression | never fires after
            {"expression":"at(2020-01-01T00:00:00)"}                           | settings.expression | never fires after
            {"expression":"rate(1 hour)","end":"2026-05-04T10:30:00Z"}         | settings.expression | never fires after
            []                                                                 | settings            | must be an object
            {"expression":                                                     | settings            | must be JSON
            null                                                               | settings            | must be an object
            """)
    void refusesSettingsByFieldAndRule(String settings, String field, String rule) {
        assertRefused(Drafts.schedule("refused", settings), Refusal.INVALID, field, rule);
        assertThatThrownBy(() -> node.triggers().get("refused")).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertRefused(
                draft("bad name", "schedule", "report", null), Refusal.INVALID, "name", "must be 1 to 64 letters");
        assertRefused(draft("x", "sqs", "report", null), Refusal.INVALID, "type", "must be one of schedule, scripted");
        assertRefused(draft("x", "schedule", "nobody", null), Refusal.INVALID, "function", "nobody does not");
        assertRefused(
                draft("x", "schedule", "report", "{\"time\": [{\"prefixx\": \"2\"}]}"),
                Refusal.INVALID,
                "filter",
                "must be an event pattern: Unrecognized match type prefixx");
        TriggerDraft batched = new TriggerDraft(
                "x", "report", null, "schedule", HOURLY, null, new BatchSettings(2, 0, 4096), null, false);
        assertRefused(batched, Refusal.INVALID, "batch", "does not apply to schedule triggers");
        TriggerDraft filteredText = new TriggerDraft(
                "x",
                "report",
                null,
                "schedule",
                "{\"expression\": \"rate(1 hour)\", \"input\": \"text\"}",
                "{\"a\": [1]}",
                null,
                null,
                false);
        assertRefused(filteredText, Refusal.INVALID, "filter", "needs an input that is a JSON object");
    }

    @Test
    void keepsARuleOfIdempotencyAndRefusesOneThatMeansNothing() {
        IdempotencyRule rule = new IdempotencyRule("order.id", 60, IfMissing.REJECT);
        TriggerDefinition created = node.triggers().create(withRule("keyed", "scripted", rule, BatchSettings.SINGLE));

        assertThat(node.triggers().get("keyed")).isEqualTo(created);
        assertThat(created.idempotency()).isEqualTo(rule);
        TriggerDefinition paused = node.triggers().pause(created.id(), null);
        assertThat(paused.idempotency()).isEqualTo(rule);
        assertThat(node.triggers()
                        .update(created.id(), withRule("keyed", "scripted", null, null), null)
                        .idempotency())
                .isNull();
        assertRefused(
                withRule("x", "schedule", new IdempotencyRule("", 60, IfMissing.ACCEPT), null),
                Refusal.INVALID,
                "idempotency.expression",
                "must be a JMESPath expression");
    }

    private static TriggerDraft withRule(String name, String type, IdempotencyRule rule, BatchSettings batch) {
        return new TriggerDraft(
                name,
                "report",
                null,
                type,
                type.equals("schedule") ? HOURLY : "{}",
                null,
                batch,
                null,
                DeliverySettings.DEFAULT,
                rule,
                false);
    }

    @Test
    void acceptsAFunctionThatIsNotActiveAndAnAlias() {
        node.triggers().create(draft("for-broken", "schedule", "broken", null));
        TriggerDraft alias =
                new TriggerDraft("for-alias", "clean", "live", "schedule", HOURLY, null, null, null, false);

        assertThat(node.triggers().create(alias).qualifier()).isEqualTo("live");
    }

    @Test
    void aNameIsTakenOnce() {
        TriggerDefinition first = create("taken");
        TriggerDefinition second = create("free");

        assertRefused(Drafts.schedule("taken", HOURLY), Refusal.CONFLICT, null, null);
        assertThatThrownBy(() -> node.triggers().update(second.id(), Drafts.schedule("taken", HOURLY), null))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT));
        assertThat(node.triggers().get("taken")).isEqualTo(first);
    }

    @Test
    void anEditThatChangesNothingStoresNothing() {
        TriggerDefinition created = create("unchanged");

        assertThat(node.triggers().update(created.id(), Drafts.schedule("unchanged", HOURLY), created.revision()))
                .isEqualTo(created);
    }

    @Test
    void onlyAnEditOfWhatIsReadBeginsAfresh() {
        TriggerDefinition created = create("edited");
        Instant later = CLOCK.advance(Duration.ofMinutes(5));

        TriggerDefinition sameRaster = node.triggers()
                .update(
                        created.id(),
                        Drafts.schedule("edited", "{\"expression\": \"rate(1 hour)\", \"input\": {\"n\": 1}}"),
                        created.revision());
        assertThat(sameRaster.sourceSince()).isEqualTo(created.sourceSince());
        assertThat(sameRaster.revision()).isGreaterThan(created.revision());

        TriggerDefinition otherRaster = node.triggers()
                .update(
                        created.id(),
                        Drafts.schedule("edited", "{\"expression\": \"rate(2 hours)\"}"),
                        sameRaster.revision());
        assertThat(otherRaster.sourceSince()).isEqualTo(later);
        assertThat(otherRaster.createdAt()).isEqualTo(created.createdAt());
    }

    @Test
    void aStaleRevisionAndAnotherTypeAreRefused() {
        TriggerDefinition created = create("guarded");

        assertThatThrownBy(() -> node.triggers().pause(created.id(), created.revision() + 1))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.STALE_REVISION));
        TriggerDraft otherType = new TriggerDraft("guarded", "report", null, "scripted", "{}", null, null, null, false);
        assertThatThrownBy(() -> node.triggers().update(created.id(), otherType, null))
                .hasMessage("type cannot change; this is a schedule trigger");
        assertThat(node.triggers().get("guarded")).isEqualTo(created);
    }

    @Test
    void theDirectoryKnowsEveryChangeAtOnce() {
        RetryPolicy once = new RetryPolicy(0, 0, 0, 60);
        TriggerDraft draft = new TriggerDraft("directory", "report", null, "schedule", HOURLY, null, null, once, false);
        UUID id = node.triggers().create(draft).id();
        assertThat(node.directory().retryPolicyOf(id)).hasValue(once);
        assertThat(node.directory().paused()).doesNotContain(id);

        node.triggers().pause(id, null);
        assertThat(node.directory().paused()).contains(id);

        node.triggers().delete(id, false, null);
        assertThat(node.directory().retryPolicyOf(id)).isEmpty();
        assertThat(node.directory().paused()).doesNotContain(id);
    }

    @Test
    void whatATriggerSaysAboutDeliveryIsKeptAndKnownToTheDispatch() {
        RetryPolicy picky = new RetryPolicy(3, 1, 60, 600, List.of("Down*"), List.of("ValueError"));
        DeliverySettings delivery = new DeliverySettings(OnDeadLetter.STOP, 4, new CircuitBreakerSettings(5, 10, 100));
        TriggerDraft draft =
                new TriggerDraft("delivery", "report", null, "schedule", HOURLY, null, null, picky, delivery, false);

        TriggerDefinition created = node.triggers().create(draft);

        TriggerDefinition read = node.triggers().get("delivery");
        assertThat(read.delivery()).isEqualTo(delivery);
        assertThat(read.retry()).isEqualTo(picky);
        assertThat(node.directory().guarded()).containsEntry(created.id(), delivery);
        assertThat(node.directory().deliveryOf(created.id())).isEqualTo(delivery);
        assertThat(node.directory().batchFailuresOf(created.id())).isEqualTo(BatchFailures.WHOLE);
        assertThat(node.triggers().status(created.id()).circuitBreaker().state())
                .isEqualTo("closed");
        TriggerDefinition unguarded = node.triggers()
                .update(
                        created.id(),
                        new TriggerDraft("delivery", "report", null, "schedule", HOURLY, null, null, null, false),
                        null);
        assertThat(unguarded.delivery()).isEqualTo(DeliverySettings.DEFAULT);
        assertThat(node.directory().guarded()).doesNotContainKey(created.id());
    }

    @Test
    void anotherNodeKnowsEverythingFromItsStartAndEveryChangeSoon() {
        UUID paused = create("paused-before").id();
        node.triggers().pause(paused, null);
        try (TestNode other = new TestNode("two", database, LEDGER, CLOCK)) {
            assertThat(other.directory().paused()).contains(paused);
            UUID id = create("seen-elsewhere").id();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> other.directory().retryPolicyOf(id).isPresent());
            node.triggers().delete(id, false, null);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> other.directory().retryPolicyOf(id).isEmpty());
        }
    }

    @Test
    void aChangeOfWhatBelongsToATriggerRaisesItsRevision() {
        TriggerDefinition created = create("touched");

        TriggerDefinition touched = node.triggers().touch(created.id());

        assertThat(touched.revision()).isGreaterThan(created.revision());
        assertThat(node.triggers().touch(created.id()).revision()).isGreaterThan(touched.revision());
        assertThat(node.triggers().get("touched").sourceSince()).isEqualTo(created.sourceSince());
    }

    @Test
    void aTriggerWithOpenInvocationsGoesOnlyWhenTheyAreCancelled() {
        UUID id = create("busy").id();
        LEDGER.setOpen(id, 3);

        assertThatThrownBy(() -> node.triggers().delete(id, false, null))
                .hasMessageStartingWith("Of this trigger 3 invocations are still open");
        assertThat(node.triggers().get("busy").id()).isEqualTo(id);

        node.triggers().delete(id, true, null);
        assertThatThrownBy(() -> node.triggers().get("busy")).hasMessage("There is no trigger busy.");
        assertThat(LEDGER.hasForgotten(id)).isTrue();
        assertThat(node.bean(ForgottenDestinations.class).forgotten).contains(new DestinationOwner.OfTrigger(id));
        assertThat(rows("trigger_note", id) + rows("trigger_status", id)).isZero();
    }

    @Test
    void aFunctionWithTriggersIsInUse() {
        TriggerDraft first = draft("uses-clean-1", "schedule", "clean", null);
        TriggerDraft second = draft("uses-clean-2", "schedule", "clean", null);
        node.triggers().create(first);
        node.triggers().create(second);
        FunctionUse use = node.bean(FunctionUse.class);

        assertThat(use.reasonToKeep(function("clean")).orElseThrow())
                .startsWith("Triggers call it: ")
                .contains("uses-clean-1, uses-clean-2");
        assertThat(use.reasonToKeep(function("unused"))).isEmpty();
    }

    @Test
    void listsByFunctionAndTypeInPages() {
        for (int i = 0; i < 5; i++) {
            create("listed-" + i);
        }
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            var page = node.triggers().list("report", "schedule", new PageRequest(2, cursor));
            page.items().forEach(trigger -> names.add(trigger.name()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(names).isSorted().contains("listed-0", "listed-1", "listed-2", "listed-3", "listed-4");
        assertThat(node.triggers()
                        .list("nobody", null, new PageRequest(10, null))
                        .items())
                .isEmpty();
        assertThat(node.triggers()
                        .list(null, "scripted", new PageRequest(10, null))
                        .items())
                .isEmpty();
    }

    @Test
    void notesComeNewestFirstInPages() {
        UUID id = create("noted").id();
        node.triggers().pause(id, null);
        node.triggers().resume(id, null);

        var first = node.triggers().notes(id, new PageRequest(2, null));
        var second = node.triggers().notes(id, new PageRequest(2, first.nextCursor()));

        assertThat(first.items()).extracting(TriggerNote::what).containsExactly("resumed", "paused");
        assertThat(second.items()).extracting(TriggerNote::what).containsExactly("created");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void previewsSlotsAcrossAChangeOfTheClocks() {
        List<Instant> slots = node.triggers().previewSlots("""
                        {"expression": "cron(30 2 ? 10 * *)", "timezone": "Europe/Berlin",
                         "start": "2026-10-24T00:00:00+02:00"}""", 3);

        assertThat(slots)
                .containsExactly(
                        Instant.parse("2026-10-24T00:30:00Z"),
                        Instant.parse("2026-10-25T00:30:00Z"),
                        Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void testsAFilterOnADocument() {
        String filter = "{\"detail\": {\"size\": [{\"numeric\": [\">\", 10]}]}}";

        assertThat(node.triggers().testFilter(filter, "{\"detail\": {\"size\": 11}}"))
                .isTrue();
        assertThat(node.triggers().testFilter(filter, "{\"detail\": {\"size\": 10}}"))
                .isFalse();
        assertThat(node.triggers().testFilter(filter, "no JSON")).isFalse();
        assertThatThrownBy(() -> node.triggers().testFilter("{\"a\": 1}", "{}"))
                .hasMessageStartingWith("filter must be an event pattern: ");
    }

    private static TriggerDefinition create(String name) {
        return node.triggers().create(Drafts.schedule(name, HOURLY));
    }

    private static TriggerDraft draft(String name, String type, String function, String filter) {
        return new TriggerDraft(name, function, null, type, HOURLY, filter, null, null, false);
    }

    private static void assertRefused(TriggerDraft draft, Refusal refusal, String field, String rule) {
        assertThatThrownBy(() -> node.triggers().create(draft))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(refusal);
                    if (field != null) {
                        assertThat(refused.violations().getFirst().field()).isEqualTo(field);
                        assertThat(refused.violations().getFirst().rule()).contains(rule);
                    }
                });
    }

    private static FunctionDetails function(String name) {
        return new FunctionDetails(
                UUID.randomUUID(), name, null, 1, null, RetryPolicy.DEFAULT, null, Map.of(), START, START);
    }

    private static long rows(String table, UUID trigger) {
        return JdbcClient.create(database)
                .sql("select count(*) from " + table + " where trigger_id = :trigger")
                .param("trigger", trigger)
                .query(Long.class)
                .single();
    }
}
