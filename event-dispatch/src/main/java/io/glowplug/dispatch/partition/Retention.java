// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import io.glowplug.registry.LogRetention;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes what is older than the settings say. The ledger's counters stay as they are: they count for ever. */
public class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** Rows of one delete, so that none of them runs for long. */
    private static final int BATCH = 10_000;

    private static final String DELETE_EVENT_KEYS = """
        delete from event_key where ctid = any(array(
            select ctid from event_key where accepted_at < :olderThan limit :batch))
        """;

    private static final String DELETE_DEAD_LETTERS = """
        delete from dead_letter where id = any(array(
            select id from dead_letter where dead_at < :olderThan order by dead_at, id limit :batch))
        """;

    private static final String DELETE_DELIVERED = """
        delete from delivery where id = any(array(
            select id from delivery where ended_at < :olderThan and state = 'delivered' limit :batch))
        """;

    private static final String DELETE_FAILED_DELIVERIES = """
        delete from delivery where id = any(array(
            select id from delivery where ended_at < :olderThan and state = 'failed' limit :batch))
        """;

    private static final String DELETE_RESENDS = """
            delete from resend where id = any(array(
                select id from resend where ended_at < :olderThan limit :batch))
            """;

    private static final String DELETE_LOG_LINES = """
        delete from function_log where id = any(array(
            select id from function_log
            where function_name = :function and id < :before order by id limit :batch))
        """;

    private final DayPartitions partitions;
    private final JdbcClient jdbc;
    private final RetentionProperties properties;
    private final LogRetention ofFunctions;

    public Retention(
            DayPartitions partitions, JdbcClient jdbc, RetentionProperties properties, LogRetention ofFunctions) {
        this.partitions = partitions;
        this.jdbc = jdbc;
        this.properties = properties;
        this.ofFunctions = ofFunctions;
    }

    /** Does all that is due now. Any number of nodes may do it at once. */
    public void enforce(Instant now) {
        Instant oldestEvent = now.minus(properties.events());
        List<String> dropped = new ArrayList<>(partitions.drop(PartitionedTable.EVENT, oldestEvent));
        dropped.addAll(partitions.drop(PartitionedTable.SETTLED_INVOCATION, oldestEvent));
        dropped.addAll(partitions.drop(PartitionedTable.ATTEMPT, oldestEvent));
        dropped.addAll(partitions.drop(PartitionedTable.FUNCTION_LOG, now.minus(properties.logs())));
        if (!dropped.isEmpty()) {
            log.info("Dropped the history in {}", dropped);
        }
        ofFunctions.days().forEach((function, days) -> deleteLines(function, now.minus(Duration.ofDays(days))));
        deleteAll(DELETE_EVENT_KEYS, oldestEvent);
        deleteAll(DELETE_RESENDS, now.minus(properties.resends()));
        deleteAll(DELETE_DELIVERED, oldestEvent);
        Duration deadLetters = properties.deadLetters();
        if (deadLetters != null) {
            deleteAll(DELETE_FAILED_DELIVERIES, now.minus(deadLetters));
            long deleted = deleteAll(DELETE_DEAD_LETTERS, now.minus(deadLetters));
            if (deleted > 0) {
                log.info("Removed {} dead letters older than {}", deleted, deadLetters);
            }
        }
    }

    /** Functions that keep their lines for a shorter time than their partitions stay have them deleted one by one. */
    private void deleteLines(String function, Instant olderThan) {
        UUID before = TimeOrderedIds.lowerBound(olderThan);
        int deleted;
        do {
            deleted = jdbc.sql(DELETE_LOG_LINES)
                    .param("function", function)
                    .param("before", before)
                    .param("batch", BATCH)
                    .update();
        } while (deleted == BATCH);
    }

    private long deleteAll(String sql, Instant olderThan) {
        long total = 0;
        int deleted;
        do {
            deleted = jdbc.sql(sql)
                    .param("olderThan", olderThan.atOffset(ZoneOffset.UTC))
                    .param("batch", BATCH)
                    .update();
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
