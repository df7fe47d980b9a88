// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.fixture.BreakableDataSource;
import io.glowplug.dispatch.fixture.SettableClock;
import io.glowplug.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PartitionWorkerTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T23:59:59Z"));

    @Test
    void goesOnFromDayToDayAndDropsWhatIsTooOld() {
        try (var pool = TestPostgres.freshDatabase()) {
            JdbcClient jdbc = JdbcClient.create(pool);
            PartitionWorker worker = worker(new BreakableDataSource(pool));
            worker.start();
            assertThat(worker.isRunning()).isTrue();
            assertThat(exists(jdbc, "event_p20261128")).isTrue();
            assertThat(exists(jdbc, "event_p20261129")).isFalse();

            clock.advance(Duration.ofSeconds(1));
            worker.maintain();
            assertThat(exists(jdbc, "event_p20261129")).isTrue();

            clock.advance(Duration.ofDays(4));
            worker.maintain();
            assertThat(exists(jdbc, "event_p20261122")).isFalse();
            assertThat(exists(jdbc, "event_p20261123")).isTrue();
            assertThat(exists(jdbc, "function_log_p20261123")).isFalse();
            assertThat(exists(jdbc, "function_log_p20261124")).isTrue();

            worker.stop();
            assertThat(worker.isRunning()).isFalse();
        }
    }

    @Test
    void doesNotStartWithoutPartitionsAndSaysSoWhenItCannotMaintainThem() {
        try (var pool = TestPostgres.freshDatabase()) {
            BreakableDataSource database = new BreakableDataSource(pool);
            PartitionWorker worker = worker(database);
            database.breakDown();

            assertThatThrownBy(worker::start).hasRootCauseMessage("broken by the test");
            assertThat(worker.isRunning()).isFalse();
            assertThatThrownBy(worker::maintain).hasRootCauseMessage("broken by the test");

            database.repair();
            worker.start();
            assertThat(worker.isRunning()).isTrue();
        }
    }

    private PartitionWorker worker(BreakableDataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        DayPartitions partitions =
                new DayPartitions(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
        RetentionProperties properties = new RetentionProperties(
                Duration.ofDays(3), Duration.ofDays(2), null, Duration.ofDays(1), Duration.ofDays(90));
        return new PartitionWorker(partitions, new Retention(partitions, jdbc, properties, Map::of), clock);
    }

    private static boolean exists(JdbcClient jdbc, String table) {
        return jdbc.sql("select to_regclass(:table) is not null")
                .param("table", table)
                .query(Boolean.class)
                .single();
    }
}
