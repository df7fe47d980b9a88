// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterGroup;
import io.glowplug.dispatch.DeadLetterGroup.Span;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterGroupsTest {

    private static final DeadLetterQuery ALL = new DeadLetterQuery(null, null, null, null, null, false);

    private final LedgerFixture ledger = new LedgerFixture();
    private final PostgresDeadLetterQueue queue = ledger.deadLetters(new KnownFunctions(), () -> {});

    @BeforeEach
    void empty() {
        ledger.jdbc.sql("truncate dead_letter").update();
    }

    @AfterAll
    void close() {
        ledger.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            order 4711 not found                                      | order # not found
            Task timed out after 3.00 seconds                         | Task timed out after # seconds
            KeyError: 'name'                                          | KeyError: '…'
            can't open "a b.txt", don't know why                      | can't open "…", don't know why
            user 0e37df36-f698-11e6-8dd4-cb9ced3df976 is gone         | user # is gone
            user deadbeef-dead-dead-dead-deaddeadbeef is gone         | user # is gone
            connect to 10.0.0.17:5432 at 2026-11-21T12:00:00Z         | connect to # at #
            ids [1, 2, 3] are taken                                   | ids [#] are taken
            ids [1] are taken                                         | ids [#] are taken
            object java.lang.Object@1f2a3b is locked                  | object java.lang.Object@# is locked
            nothing   to    see                                       | nothing to see
            ünïcode bleibt, Größe 12                                  | ünïcode bleibt, Größe #
            """)
    void aMessageIsReducedToWhatItHasInCommonWithItsLikes(String message, String shape) {
        assertThat(ledger.jdbc
                        .sql("select error_shape(:message)")
                        .param("message", message)
                        .query(String.class)
                        .single())
                .isEqualTo(shape);
    }

    @Test
    void theFingerprintIsThatOfFunctionTypeAndShapeHoweverHostileTheMessage() {
        UUID fingerprint = die("pay", "ValueError", "order 1 not found", 0);

        assertThat(die("pay", "ValueError", "order 22 not found", 0)).isEqualTo(fingerprint);
        assertThat(die("pay", "KeyError", "order 1 not found", 0)).isNotEqualTo(fingerprint);
        assertThat(die("ship", "ValueError", "order 1 not found", 0)).isNotEqualTo(fingerprint);
        assertThat(die("pay", "ValueError", "item 1 not found", 0)).isNotEqualTo(fingerprint);
        assertThat(die("pay", null, null, 0)).isEqualTo(die("pay", null, null, 0));
        String quotes = "\"'".repeat(512);
        String numbers = "1-".repeat(512);
        long began = System.nanoTime();
        die("pay", "ValueError", quotes, 0);
        die("pay", "ValueError", numbers, 0);
        die("pay", "ValueError", "#".repeat(1024), 0);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void groupsHaveCountsOverTimeASampleAndPages() {
        Instant start = ledger.clock.instant();
        die("pay", "ValueError", "order 1 not found", 10);
        die("pay", "ValueError", "order 2 not found", 20);
        die("pay", "ValueError", "order 3 not found", 90);
        die("ship", "KeyError", "'zip'", 50);
        Instant end = start.plusSeconds(100);
        DeadLetterQuery query = new DeadLetterQuery(null, null, null, start, end, false);
        ledger.clock.advance(Duration.ofSeconds(200));

        Page<DeadLetterGroup> first = queue.groups(query, 4, new PageRequest(1, null));
        Page<DeadLetterGroup> second = queue.groups(query, 4, new PageRequest(1, first.nextCursor()));

        DeadLetterGroup pay = first.items().getFirst();
        assertThat(pay)
                .returns("pay", DeadLetterGroup::functionName)
                .returns("ValueError", DeadLetterGroup::errorType)
                .returns("order # not found", DeadLetterGroup::message)
                .returns(3L, DeadLetterGroup::count)
                .returns(start.plusSeconds(10), DeadLetterGroup::firstSeen)
                .returns(start.plusSeconds(90), DeadLetterGroup::lastSeen)
                .returns("order 3 not found", DeadLetterGroup::sampleMessage);
        assertThat(pay.counts()).extracting(Span::count).containsExactly(2L, 0L, 0L, 1L);
        assertThat(pay.counts().getFirst().from()).isEqualTo(start);
        assertThat(pay.counts().getLast().to()).isEqualTo(end);
        assertThat(second.items()).extracting(DeadLetterGroup::functionName).containsExactly("ship");
        assertThat(second.nextCursor()).isNull();

        assertThat(queue.list(
                                new DeadLetterQuery(null, null, null, pay.fingerprint(), null, null, null, false),
                                new PageRequest(10, null))
                        .items())
                .extracting(DeadLetter::errorMessage)
                .containsExactly("order 3 not found", "order 2 not found", "order 1 not found");
        assertThat(queue.groups(new DeadLetterQuery("ship", null, null, null, null, false), 2, new PageRequest(9, null))
                        .items())
                .singleElement()
                .satisfies(group ->
                        assertThat(group.counts()).extracting(Span::count).containsExactly(1L, 0L));
        assertThat(queue.groups(new DeadLetterQuery("none", null, null, null, null, false), 2, new PageRequest(9, null))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> queue.groups(ALL, 101, new PageRequest(9, null)))
                .hasMessage("spans must be between 1 and 100");
    }

    @Test
    void oneDeathAtOneInstantStillHasSpans() {
        die("pay", "ValueError", "no", 0);

        List<Long> counts = new ArrayList<>();
        queue.groups(ALL, 3, new PageRequest(9, null))
                .items()
                .getFirst()
                .counts()
                .forEach(span -> counts.add(span.count()));

        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
    }

    private UUID die(String function, String type, String message, int secondsFromNow) {
        return ledger.jdbc
                .sql("""
                insert into dead_letter (id, event_id, function_name, reason, error_type, error_message, attempts, payload,
                    accepted_at, dead_at)
                values (gen_random_uuid(), gen_random_uuid(), :function, 'retries-exhausted', :type, :message, 1, '{}',
                    :at, :at)
                returning fingerprint
                """)
                .param("function", function)
                .param("type", type)
                .param("message", message)
                .param("at", ledger.clock.instant().plusSeconds(secondsFromNow).atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .single();
    }
}
