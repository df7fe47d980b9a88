// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Makes and drops the partitions of history. Any number of nodes may call it at once. Days are UTC. */
public class DayPartitions {

    static final int DAYS_BACK = 2;
    static final int DAYS_AHEAD = 7;

    private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);

    /** https://www.postgresql.org/docs/current/errcodes-appendix.html */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('glowplug.dispatch.partition', 0))";

    /** The comment of a partition whose payloads or answers have been removed. */
    private static final String EMPTIED = "emptied by retention";

    private static final String NAMES = """
            select child.relname
            from pg_inherits
            join pg_class child on child.oid = inhrelid
            where inhparent = cast(:table as regclass)
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    public DayPartitions(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Makes what is missing from two days before to seven days after the day of that instant, for every table. */
    public void ensure(Instant now) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql(ONE_AT_A_TIME).query().singleRow();
            LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
            for (PartitionedTable table : PartitionedTable.values()) {
                Set<DayPartition> existing = Set.copyOf(list(table));
                today.minusDays(DAYS_BACK)
                        .datesUntil(today.plusDays(DAYS_AHEAD + 1L))
                        .map(day -> new DayPartition(table, day))
                        .filter(partition -> !existing.contains(partition))
                        .forEach(this::create);
            }
        });
    }

    /**
     * Drops each partition that ended at or before that instant, and returns their names. One that an open invocation
     * still needs is kept for a later call, and so is one whose table is too busy to be locked within two seconds.
     */
    public List<String> drop(PartitionedTable table, Instant olderThan) {
        List<String> dropped = new ArrayList<>();
        for (DayPartition partition : list(table)) {
            if (!partition.end().isAfter(olderThan) && !stillNeeded(partition) && dropUnlessNeeded(partition)) {
                dropped.add(partition.name());
            }
        }
        return dropped;
    }

    /**
     * Does something once with the ids of each day that ended at or before that instant and that no open invocation
     * needs: from the first on, which no row has, to the end, which is the next day's. A crash in between has it done
     * again.
     */
    public void onceForEach(PartitionedTable table, Instant olderThan, BiConsumer<UUID, UUID> action) {
        for (DayPartition partition : list(table)) {
            if (!partition.end().isAfter(olderThan) && !isEmptied(partition) && !stillNeeded(partition)) {
                action.accept(partition.firstId(), partition.endId());
                jdbc.sql("comment on table %s is '%s'".formatted(partition.name(), EMPTIED))
                        .update();
            }
        }
    }

    private boolean isEmptied(DayPartition partition) {
        return jdbc.sql("select obj_description(to_regclass(:name), 'pg_class') is not distinct from :emptied")
                .param("name", partition.name())
                .param("emptied", EMPTIED)
                .query(Boolean.class)
                .single();
    }

    private List<DayPartition> list(PartitionedTable table) {
        return jdbc.sql(NAMES).param("table", table.tableName()).query(String.class).list().stream()
                .map(name -> DayPartition.named(table, name))
                .sorted(Comparator.comparing(DayPartition::day))
                .toList();
    }

    /** Creates beside and then attaches, because that does not lock out the readers and writers of the table. */
    private void create(DayPartition partition) {
        String table = partition.table().tableName();
        jdbc.sql("create table %s (like %s including all)".formatted(partition.name(), table))
                .update();
        jdbc.sql("alter table %s attach partition %s for values from ('%s') to ('%s')"
                        .formatted(table, partition.name(), partition.firstId(), partition.endId()))
                .update();
    }

    private boolean dropUnlessNeeded(DayPartition partition) {
        try {
            return Boolean.TRUE.equals(transactions.execute(transaction -> {
                jdbc.sql("set local lock_timeout = '2s'").update();
                // With the table locked nobody can turn an old event into a new invocation while this looks for one.
                jdbc.sql("lock table only %s in access exclusive mode"
                                .formatted(partition.table().tableName()))
                        .update();
                if (stillNeeded(partition)) {
                    return false;
                }
                jdbc.sql("drop table if exists %s".formatted(partition.name())).update();
                return true;
            }));
        } catch (DataAccessException e) {
            if (!(e.getMostSpecificCause() instanceof SQLException sql)
                    || !LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw e;
            }
            log.info("Partition {} is in use and is dropped another time", partition.name());
            return false;
        }
    }

    private boolean stillNeeded(DayPartition partition) {
        return switch (partition.table()) {
            case EVENT ->
                anyOpenInvocation(
                        "select 1 from invocation where event_id >= :from and event_id < :to limit 1", partition);
            case SETTLED_INVOCATION, ATTEMPT ->
                anyOpenInvocation("select 1 from invocation where id >= :from and id < :to limit 1", partition);
            case FUNCTION_LOG -> false;
        };
    }

    private boolean anyOpenInvocation(String sql, DayPartition partition) {
        return jdbc.sql(sql)
                .param("from", partition.firstId())
                .param("to", partition.endId())
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
