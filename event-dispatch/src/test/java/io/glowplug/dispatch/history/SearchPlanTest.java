// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.payload.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Asks PostgreSQL's own counters whether the lists read by index, on 100,000 events over three days. */
class SearchPlanTest {

    private static final UUID TRIGGER = new UUID(7, 7);
    private static final Instant MIDDLE = LedgerFixture.START.plus(Duration.ofHours(20));
    private static final int PAGE = 50;

    private static LedgerFixture ledger;
    private static SingleConnectionDataSource connection;
    private static JdbcClient jdbc;

    @BeforeAll
    static void fill() throws Exception {
        ledger = new LedgerFixture();
        // The counters of one connection can be flushed and read without waiting.
        connection = new SingleConnectionDataSource(ledger.database.getConnection(), true);
        jdbc = JdbcClient.create(connection);
        jdbc.sql("""
                create temp table made as
                select overlay(gen_random_uuid()::text placing left(prefix, 8) || '-' || right(prefix, 4) from 1 for 13)::uuid
                        as id, n, at
                from (select n, at, lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as prefix
                      from (select n, cast(:start as timestamptz) + n * interval '1.5 s' as at
                            from generate_series(1, 100000) n) times) prefixes
                """)
                .param("start", LedgerFixture.START.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                insert into event (id, function_name, trigger_id, source, event_key, occurred_at, accepted_at, payload)
                select id, 'f-' || n % 100, case when n % 40 = 0 then cast(:trigger as uuid) end, 'test',
                    case when n % 10 = 0 then 'key-' || n end, at, at, '{}'
                from made
                """).param("trigger", TRIGGER).update();
        jdbc.sql("""
                insert into settled_invocation
                    (id, event_id, function_name, trigger_id, kind, status, attempts, accepted_at, ended_at)
                select id, id, 'f-' || n % 100, case when n % 40 = 0 then cast(:trigger as uuid) end, 'async',
                    'succeeded', 1, at, at
                from made
                """).param("trigger", TRIGGER).update();
        jdbc.sql("analyze").update();
    }

    @AfterAll
    static void close() {
        connection.destroy();
        ledger.close();
    }

    @Test
    void theCountersWouldNoticeAFullScan() {
        long before = fullScans("event_p%");

        jdbc.sql("select count(*) from event where source = 'elsewhere'")
                .query()
                .singleRow();

        assertThat(fullScans("event_p%")).isGreaterThan(before);
    }

    @Test
    void eventsAreFoundByIndex() {
        EventSearch events = new EventSearch(jdbc, Payloads.inRows());
        List<EventQuery> queries = List.of(
                new EventQuery(null, null, null, null, null),
                new EventQuery("f-7", null, null, null, null),
                new EventQuery("f-7", null, null, MIDDLE, MIDDLE.plus(Duration.ofHours(1))),
                new EventQuery("nobody", null, null, null, null),
                new EventQuery(null, TRIGGER, null, null, null),
                new EventQuery(null, null, "key-70", null, null),
                new EventQuery(null, null, null, MIDDLE, MIDDLE.plusSeconds(60)));
        for (EventQuery query : queries) {
            long before = fullScans("event_p%");
            // More often than the driver's and the server's threshold for a prepared, generic plan.
            for (int i = 0; i < 12; i++) {
                events.search(query, null, PAGE);
            }
            assertThat(fullScans("event_p%")).as("full scans for %s", query).isEqualTo(before);
        }
    }

    @Test
    void invocationsAreFoundByIndex() {
        InvocationSearch invocations = new InvocationSearch(jdbc);
        List<InvocationQuery> queries = List.of(
                new InvocationQuery(null, null, null, null, null),
                new InvocationQuery("f-7", null, null, null, null),
                new InvocationQuery("f-7", null, InvocationStatus.SUCCEEDED, MIDDLE, null),
                new InvocationQuery(null, TRIGGER, null, null, null));
        for (InvocationQuery query : queries) {
            long before = fullScans("settled_invocation_p%");
            for (int i = 0; i < 12; i++) {
                invocations.search(query, null, PAGE);
            }
            assertThat(fullScans("settled_invocation_p%"))
                    .as("full scans for %s", query)
                    .isEqualTo(before);
        }
    }

    @Test
    void anEventAndItsInvocationsAreFoundByIndex() {
        UUID id =
                jdbc.sql("select id from made where n = 5000").query(UUID.class).single();
        long before = fullScans("%_p%");

        assertThat(new EventSearch(jdbc, Payloads.inRows()).find(id)).isPresent();
        assertThat(new InvocationSearch(jdbc).ofEvent(id))
                .extracting(InvocationSummary::id)
                .containsExactly(id);

        assertThat(fullScans("%_p%")).isEqualTo(before);
    }

    /** Full scans so far of partitions with rows in them; reading an empty one whole is as good as by index. */
    private static long fullScans(String partitions) {
        jdbc.sql("select pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
                .query()
                .singleRow();
        return jdbc.sql("""
                select sum(seq_scan) from pg_stat_user_tables
                where relname like :partitions and n_live_tup > 0 and schemaname = 'public'
                """).param("partitions", partitions).query(Long.class).single();
    }
}
