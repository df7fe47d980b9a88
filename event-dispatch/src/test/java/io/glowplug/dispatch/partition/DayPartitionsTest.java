// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class DayPartitionsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private HikariDataSource database;
    private JdbcClient jdbc;
    private TransactionTemplate transactions;
    private DayPartitions partitions;

    @BeforeEach
    void startWithoutPartitions() {
        database = TestPostgres.freshDatabase();
        jdbc = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        partitions = new DayPartitions(jdbc, transactions);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesTenDaysForEveryTableAndNothingTheSecondTime() {
        partitions.ensure(NOON);
        partitions.ensure(NOON);

        for (PartitionedTable table : PartitionedTable.values()) {
            assertThat(names(table))
                    .hasSize(10)
                    .contains(table.tableName() + "_p20261119", table.tableName() + "_p20261128");
        }
    }

    @Test
    void putsTheLastMillisecondOfADayAndTheFirstOfTheNextIntoTheirOwnDays() {
        partitions.ensure(NOON);
        UUID last = insertEvent(Instant.parse("2026-11-21T23:59:59.999Z"));
        UUID first = insertEvent(Instant.parse("2026-11-22T00:00:00Z"));

        assertThat(partitionOf(last)).isEqualTo("event_p20261121");
        assertThat(partitionOf(first)).isEqualTo("event_p20261122");
    }

    @Test
    void hasRoomForWhatComesInTheNextWeekAndAfterTheNextCallForADayMore() {
        partitions.ensure(NOON);
        Instant eightDaysOn = NOON.plus(Duration.ofDays(8));
        assertThatThrownBy(() -> insertEvent(eightDaysOn)).isInstanceOf(DataIntegrityViolationException.class);

        partitions.ensure(NOON.plus(Duration.ofDays(1)));

        assertThat(partitionOf(insertEvent(eightDaysOn))).isEqualTo("event_p20261129");
    }

    @Test
    void manyNodesMayMakeThemAtOnce() throws Exception {
        int nodes = 8;
        CountDownLatch together = new CountDownLatch(nodes);
        List<Future<?>> calls = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int node = 0; node < nodes; node++) {
                calls.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    partitions.ensure(NOON);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(names(PartitionedTable.ATTEMPT)).hasSize(10);
    }

    @Test
    void writersAreNotLockedOutWhilePartitionsAreMade() {
        partitions.ensure(NOON);
        transactions.executeWithoutResult(open -> {
            insertEvent(NOON);
            // On another connection, since this thread's transaction holds its lock on the table.
            try (var other = Executors.newSingleThreadExecutor()) {
                Future<?> ensured = other.submit(() -> partitions.ensure(NOON.plus(Duration.ofDays(3))));
                assertThat(ensured).succeedsWithin(Duration.ofSeconds(20));
            }
        });
    }

    @Test
    void dropsWholeDaysThatEndedBeforeTheLimit() {
        partitions.ensure(NOON);

        List<String> dropped = partitions.drop(PartitionedTable.FUNCTION_LOG, Instant.parse("2026-11-21T00:00:00Z"));

        assertThat(dropped).containsExactly("function_log_p20261119", "function_log_p20261120");
        assertThat(names(PartitionedTable.FUNCTION_LOG)).hasSize(8).doesNotContainAnyElementsOf(dropped);
    }

    @Test
    void keepsADayThatStillHasAnOpenInvocationsEvent() {
        partitions.ensure(NOON);
        UUID event = insertEvent(NOON);
        Instant invokedAgain = NOON.plus(Duration.ofDays(2));
        UUID invocation = insertOpenInvocation(event, invokedAgain);
        Instant later = NOON.plus(Duration.ofDays(5));

        assertThat(partitions.drop(PartitionedTable.EVENT, later)).doesNotContain("event_p20261121");
        assertThat(partitions.drop(PartitionedTable.ATTEMPT, later))
                .contains("attempt_p20261121")
                .doesNotContain("attempt_p20261123");
        assertThat(partitions.drop(PartitionedTable.SETTLED_INVOCATION, later))
                .doesNotContain("settled_invocation_p20261123");

        jdbc.sql("delete from invocation where id = :id")
                .param("id", invocation)
                .update();
        assertThat(partitions.drop(PartitionedTable.EVENT, later)).contains("event_p20261121");
    }

    @Test
    void leavesADayThatIsInUseForAnotherTime() {
        partitions.ensure(NOON);
        Instant limit = Instant.parse("2026-11-20T00:00:00Z");
        transactions.executeWithoutResult(open -> {
            jdbc.sql("select count(*) from event").query().singleRow();
            try (var other = Executors.newSingleThreadExecutor()) {
                Future<List<String>> dropped = other.submit(() -> partitions.drop(PartitionedTable.EVENT, limit));
                assertThat(dropped).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(List.of());
            }
        });

        assertThat(partitions.drop(PartitionedTable.EVENT, limit)).containsExactly("event_p20261119");
    }

    private UUID insertEvent(Instant acceptedAt) {
        UUID id = UuidCreator.getTimeOrderedEpoch(acceptedAt);
        jdbc.sql("""
                insert into event (id, function_name, source, occurred_at, accepted_at, payload)
                values (:id, 'f', 'test', :at, :at, '{}')
                """)
                .param("id", id)
                .param("at", acceptedAt.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    private UUID insertOpenInvocation(UUID event, Instant acceptedAt) {
        UUID id = UuidCreator.getTimeOrderedEpoch(acceptedAt);
        jdbc.sql("""
                insert into invocation (id, event_id, function_name, state, attempt, visible_at, accepted_at)
                values (:id, :event, 'f', 'waiting', 0, :at, :at)
                """)
                .param("id", id)
                .param("event", event)
                .param("at", acceptedAt.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    private List<String> names(PartitionedTable table) {
        return jdbc.sql("select inhrelid::regclass::text from pg_inherits where inhparent = cast(:table as regclass)")
                .param("table", table.tableName())
                .query(String.class)
                .list();
    }

    private String partitionOf(UUID event) {
        return jdbc.sql("select tableoid::regclass::text from event where id = :id")
                .param("id", event)
                .query(String.class)
                .single();
    }
}
