// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeadLetterPurge;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.registry.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hides dead letters, brings them back, and removes for good what nobody brought back in time. */
public class DeadLetterPurges {

    private static final String HIDE = "update dead_letter set purge_id = :purge, purged_at = :now {where}";

    private static final String NOTE = """
            insert into dead_letter_purge (id, purged_at, undoable_until, dead_letters) values (:id, :now, :until, :count)
            """;

    private static final String UNDO = """
            update dead_letter_purge set undone_at = :now
            where id = :id and undone_at is null and undoable_until > :now
            """;

    private static final String BRING_BACK =
            "update dead_letter set purge_id = null, purged_at = null where purge_id = :id";

    private static final String FIND = "select * from dead_letter_purge where id = :id";

    private static final String LIST = "select * from dead_letter_purge {where} order by id desc limit :limit";

    private static final String LOCK_ENDED = """
            select id from dead_letter_purge where undoable_until <= :now
            order by undoable_until limit 1 for update skip locked
            """;

    private static final String REMOVE = """
            delete from dead_letter where id = any(array(
                select id from dead_letter where purge_id = :id limit :batch))
            """;

    private static final String FORGET = "delete from dead_letter_purge where id = :id";

    /** Rows of one delete, so that none of them runs for long. */
    private static final int BATCH = 5_000;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final Duration grace;

    /**
     * Makes it.
     *
     * @param grace for how long a purge can be undone
     */
    public DeadLetterPurges(JdbcClient jdbc, LedgerTransactions transactions, Duration grace) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.grace = grace;
    }

    DeadLetterPurge purge(DeadLetterQuery query, Instant now) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Instant until = now.plus(grace);
        Conditions conditions = DeadLetterStore.matching(query);
        long count = transactions.inOne(() -> {
            long hidden = jdbc.sql(conditions.complete(HIDE))
                    .params(conditions.parameters())
                    .param("purge", id)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
            jdbc.sql(NOTE)
                    .param("id", id)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("until", until.atOffset(ZoneOffset.UTC))
                    .param("count", hidden)
                    .update();
            return hidden;
        });
        return new DeadLetterPurge(id, now, count, until, null);
    }

    long undo(UUID id, Instant now) {
        return transactions.inOne(() -> {
            boolean undone = jdbc.sql(UNDO)
                            .param("id", id)
                            .param("now", now.atOffset(ZoneOffset.UTC))
                            .update()
                    == 1;
            if (!undone) {
                throw refusal(id);
            }
            return (long) jdbc.sql(BRING_BACK).param("id", id).update();
        });
    }

    List<DeadLetterPurge> list(@Nullable UUID cursor, int limit) {
        Conditions conditions = new Conditions().idsBefore(cursor);
        return jdbc.sql(conditions.complete(LIST))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> purge(row))
                .list();
    }

    /** Removes for good what purges hid whose grace time has passed. Any number of nodes may do it at once. */
    public void removeEnded(Instant now) {
        while (transactions.inOne(() -> removeSome(now)) > 0) {
            // the next portion
        }
    }

    /** One portion of one purge; once nothing of it is left, the purge itself. */
    private int removeSome(Instant now) {
        List<UUID> ended = jdbc.sql(LOCK_ENDED)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list();
        if (ended.isEmpty()) {
            return 0;
        }
        int removed = jdbc.sql(REMOVE)
                .param("id", ended.getFirst())
                .param("batch", BATCH)
                .update();
        return removed > 0
                ? removed
                : jdbc.sql(FORGET).param("id", ended.getFirst()).update();
    }

    private RefusedException refusal(UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query((row, _) -> purge(row))
                .optional()
                .map(purge -> RefusedException.conflict(
                        purge.undoneAt() == null
                                ? "Purge " + id + " could be undone until " + purge.undoableUntil()
                                : "Purge " + id + " was undone before, at " + purge.undoneAt()))
                .orElseGet(() -> RefusedException.notFound("There is no purge " + id));
    }

    private static DeadLetterPurge purge(ResultSet row) throws SQLException {
        return new DeadLetterPurge(
                Columns.id(row, "id"),
                Columns.instant(row, "purged_at"),
                row.getLong("dead_letters"),
                Columns.instant(row, "undoable_until"),
                Columns.optionalInstant(row, "undone_at"));
    }
}
