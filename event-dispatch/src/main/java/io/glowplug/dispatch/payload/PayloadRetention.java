// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.dispatch.partition.PartitionedTable;
import io.glowplug.dispatch.partition.RetentionStep;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes payloads and answers from history before its rows are removed: once for each day, in batches, after the day
 * is so old. An event that a dead letter waits for keeps its payload, and so does a day that an open invocation needs.
 */
public final class PayloadRetention implements RetentionStep {

    private static final int BATCH = 1_000;

    private static final String EMPTY_EVENTS = """
            with part as (
                select id from event where id > :after and id < :end order by id limit :batch
            ), emptied as (
                update event e set payload = :gone
                where e.id = any (array(select id from part)) and e.id > :after and e.id < :end
                    and not payload_gone(e.payload)
                    and not exists (select from dead_letter d where d.event_id = e.id
                        and (d.redriven_as is null
                            or exists (select from invocation i where i.id = d.redriven_as)))
            )
            select id from part order by id desc limit 1
            """;

    private static final String EMPTY_ANSWERS = """
            with part as (
                select id from settled_invocation where id > :after and id < :end order by id limit :batch
            ), emptied as (
                update settled_invocation s set answer = null
                where s.id = any (array(select id from part)) and s.id > :after and s.id < :end
                    and s.answer is not null
            )
            select id from part order by id desc limit 1
            """;

    private final DayPartitions partitions;
    private final JdbcClient jdbc;
    private final @Nullable Duration retention;

    /**
     * Makes one.
     *
     * @param retention how long payloads are kept; null for as long as their events
     */
    public PayloadRetention(DayPartitions partitions, JdbcClient jdbc, @Nullable Duration retention) {
        this.partitions = partitions;
        this.jdbc = jdbc;
        this.retention = retention;
    }

    @Override
    public void enforce(Instant now) {
        if (retention == null) {
            return;
        }
        Instant olderThan = now.minus(retention);
        partitions.onceForEach(PartitionedTable.EVENT, olderThan, (from, end) -> empty(EMPTY_EVENTS, from, end, true));
        partitions.onceForEach(
                PartitionedTable.SETTLED_INVOCATION, olderThan, (from, end) -> empty(EMPTY_ANSWERS, from, end, false));
    }

    private void empty(String sql, UUID from, UUID end, boolean mark) {
        UUID after = from;
        while (after != null) {
            JdbcClient.StatementSpec statement =
                    jdbc.sql(sql).param("after", after).param("end", end).param("batch", BATCH);
            after = (mark ? statement.param("gone", Payloads.gone()) : statement)
                    .query(UUID.class)
                    .optional()
                    .orElse(null);
        }
    }
}
