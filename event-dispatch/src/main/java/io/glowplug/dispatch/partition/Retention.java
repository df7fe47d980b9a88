// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

    private final DayPartitions partitions;
    private final JdbcClient jdbc;
    private final RetentionProperties properties;

    public Retention(DayPartitions partitions, JdbcClient jdbc, RetentionProperties properties) {
        this.partitions = partitions;
        this.jdbc = jdbc;
        this.properties = properties;
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
        deleteAll(DELETE_EVENT_KEYS, oldestEvent);
        Duration deadLetters = properties.deadLetters();
        if (deadLetters != null) {
            long deleted = deleteAll(DELETE_DEAD_LETTERS, now.minus(deadLetters));
            if (deleted > 0) {
                log.info("Removed {} dead letters older than {}", deleted, deadLetters);
            }
        }
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
