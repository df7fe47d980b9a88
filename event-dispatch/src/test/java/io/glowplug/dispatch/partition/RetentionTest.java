// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RetentionTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void removesWhatIsOlderThanItsSettingAndNothingElse() {
        try (var database = TestPostgres.freshDatabase()) {
            JdbcClient jdbc = JdbcClient.create(database);
            DayPartitions partitions =
                    new DayPartitions(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
            partitions.ensure(NOON);
            insertKeyAndDeadLetter(jdbc, "old", NOON.minus(Duration.ofDays(4)));
            insertKeyAndDeadLetter(jdbc, "young", NOON.minus(Duration.ofDays(2)));
            Retention retention = new Retention(
                    partitions,
                    jdbc,
                    new RetentionProperties(
                            Duration.ofDays(3),
                            Duration.ofDays(2),
                            Duration.ofDays(3),
                            Duration.ofDays(1),
                            Duration.ofDays(90)),
                    Map::of);

            retention.enforce(NOON);
            assertThat(jdbc.sql("select key from event_key").query(String.class).list())
                    .containsExactly("young");
            assertThat(jdbc.sql("select error_type from dead_letter")
                            .query(String.class)
                            .list())
                    .containsExactly("young");

            retention.enforce(NOON.plus(Duration.ofDays(30)));
            assertThat(jdbc.sql("select count(*) from pg_inherits where inhparent = 'event'::regclass")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aFunctionsLogLinesGoAfterItsOwnDays() {
        try (var database = TestPostgres.freshDatabase()) {
            JdbcClient jdbc = JdbcClient.create(database);
            DayPartitions partitions =
                    new DayPartitions(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
            partitions.ensure(NOON.minus(Duration.ofDays(1)));
            partitions.ensure(NOON);
            for (String function : List.of("brief", "usual")) {
                insertLine(jdbc, function, "old", NOON.minus(Duration.ofHours(25)));
                insertLine(jdbc, function, "young", NOON.minus(Duration.ofHours(23)));
            }

            new Retention(
                            partitions,
                            jdbc,
                            new RetentionProperties(
                                    Duration.ofDays(3),
                                    Duration.ofDays(2),
                                    null,
                                    Duration.ofDays(1),
                                    Duration.ofDays(90)),
                            () -> Map.of("brief", 1, "unknown", 1))
                    .enforce(NOON);

            assertThat(jdbc.sql("select function_name || ' ' || line from function_log order by 1")
                            .query(String.class)
                            .list())
                    .containsExactly("brief young", "usual old", "usual young");
        }
    }

    private static void insertLine(JdbcClient jdbc, String function, String line, Instant at) {
        jdbc.sql("""
                insert into function_log (id, function_name, version, environment_id, logged_at, stream, line)
                values (:id, :function, '1', 'e', :at, 'stdout', :line)
                """)
                .param(
                        "id",
                        new UUID(
                                TimeOrderedIds.lowerBound(at).getMostSignificantBits(),
                                UUID.randomUUID().getLeastSignificantBits()))
                .param("function", function)
                .param("line", line)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void keepsDeadLettersForEverUnlessToldOtherwise() {
        assertThat(new RetentionProperties(
                                Duration.ofDays(30), Duration.ofDays(14), null, Duration.ofDays(1), Duration.ofDays(90))
                        .deadLetters())
                .isNull();
    }

    @Test
    void refusesARetentionThatWouldTakeTodaysPartitions() {
        assertThatThrownBy(() -> new RetentionProperties(
                        Duration.ofHours(47), Duration.ofDays(14), null, Duration.ofDays(1), Duration.ofDays(90)))
                .hasMessageContaining("glowplug.dispatch.retention.events must be at least 2 days");
    }

    private static void insertKeyAndDeadLetter(JdbcClient jdbc, String name, Instant at) {
        jdbc.sql("insert into event_key (trigger_id, key, event_id, accepted_at) values (:id, :name, :id, :at)")
                .param("id", UUID.randomUUID())
                .param("name", name)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                insert into dead_letter
                    (id, event_id, function_name, reason, error_type, attempts, payload, accepted_at, dead_at)
                values (:id, :id, 'f', 'rejected', :name, 0, '{}', :at, :at)
                """)
                .param("id", UUID.randomUUID())
                .param("name", name)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
