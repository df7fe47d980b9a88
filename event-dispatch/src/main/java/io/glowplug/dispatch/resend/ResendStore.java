// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.store.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of redrives and replays. */
public class ResendStore {

    private static final String INSERT = """
            insert into resend
                (id, kind, state, selection, function_name, qualifier, rate_per_second, total, next_at, created_at)
            values (:id, :kind, 'running', cast(:selection as jsonb), :function, :qualifier, :rate, :total, :nextAt, :now)
            """;

    private static final String LOCK_NEXT = """
            select * from resend where state = 'running' and next_at <= :now
            order by next_at, id limit 1 for update skip locked
            """;

    private static final String NEXT_AT = "select min(next_at) as next_at from resend where state = 'running'";

    private static final String ADVANCE = """
            update resend set done = done + :done, failed = failed + :failed, problem = coalesce(:problem, problem),
                reached_time = :reachedTime, reached_id = :reachedId, next_at = :nextAt
            where id = :id
            """;

    private static final String END = """
            update resend set state = :state, ended_at = :now where id = :id and kind = :kind and state = 'running'
            """;

    private static final String POSTPONE = """
            update resend set problem = :problem, next_at = :nextAt where id = :id and state = 'running'
            """;

    private static final String FIND = "select * from resend where id = :id and kind = :kind";

    private static final String LIST = "select * from resend {where} order by id desc limit :limit";

    private final JdbcClient jdbc;

    public ResendStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A place in the order in which things are sent; what is sent by its id has no time. */
    record Place(@Nullable Instant time, UUID id) {}

    /** One that goes on, locked until the transaction ends. */
    record Running(
            Resend resend, String selection, @Nullable Place reached) {}

    void insert(Resend resend, String selection) {
        jdbc.sql(INSERT)
                .param("id", resend.id())
                .param("kind", Columns.text(resend.kind()))
                .param("selection", selection)
                .param("function", resend.to().functionName())
                .param("qualifier", resend.to().qualifier())
                .param("rate", resend.ratePerSecond())
                .param("total", resend.total())
                .param("nextAt", SqlArrays.time(resend.nextAt()))
                .param("now", SqlArrays.time(resend.createdAt()))
                .update();
    }

    /** Locks the one that is due first and that no other node is at. */
    Optional<Running> lockNext(Instant now) {
        return jdbc.sql(LOCK_NEXT)
                .param("now", SqlArrays.time(now))
                .query((row, _) -> running(row))
                .optional();
    }

    /** When the next portion is due, or empty when nothing is running. */
    Optional<Instant> nextAt() {
        return jdbc.sql(NEXT_AT)
                .query((row, _) -> Optional.ofNullable(Columns.optionalInstant(row, "next_at")))
                .single();
    }

    void advance(UUID id, ResendSender.Portion portion, Place reached, Instant nextAt) {
        jdbc.sql(ADVANCE)
                .param("id", id)
                .param("done", portion.sent())
                .param("failed", portion.failed())
                .param("problem", portion.problem())
                .param("reachedTime", reached.time() == null ? null : SqlArrays.time(reached.time()))
                .param("reachedId", reached.id())
                .param("nextAt", SqlArrays.time(nextAt))
                .update();
    }

    /** Returns whether it was running. Waits for the portion that is being sent at this moment. */
    boolean end(Kind kind, UUID id, State state, Instant now) {
        return jdbc.sql(END)
                        .param("kind", Columns.text(kind))
                        .param("id", id)
                        .param("state", Columns.text(state))
                        .param("now", SqlArrays.time(now))
                        .update()
                == 1;
    }

    void postpone(UUID id, String problem, Instant nextAt) {
        jdbc.sql(POSTPONE)
                .param("id", id)
                .param("problem", problem)
                .param("nextAt", SqlArrays.time(nextAt))
                .update();
    }

    Optional<Resend> find(Kind kind, UUID id) {
        return jdbc.sql(FIND)
                .param("kind", Columns.text(kind))
                .param("id", id)
                .query((row, _) -> resend(row))
                .optional();
    }

    List<Resend> list(Kind kind, @Nullable UUID cursor, int limit) {
        Conditions conditions =
                new Conditions().and("kind = :kind", "kind", Columns.text(kind)).idsBefore(cursor);
        return jdbc.sql(conditions.complete(LIST))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> resend(row))
                .list();
    }

    private static Running running(ResultSet row) throws SQLException {
        UUID reached = Columns.optionalId(row, "reached_id");
        return new Running(
                resend(row),
                row.getString("selection"),
                reached == null ? null : new Place(Columns.optionalInstant(row, "reached_time"), reached));
    }

    private static Resend resend(ResultSet row) throws SQLException {
        Instant endedAt = Columns.optionalInstant(row, "ended_at");
        long left = row.getLong("total") - row.getLong("done") - row.getLong("failed");
        return new Resend(
                Columns.id(row, "id"),
                Columns.constant(row, "kind", Kind.class),
                Columns.constant(row, "state", State.class),
                new Redirection(row.getString("function_name"), row.getString("qualifier")),
                row.getDouble("rate_per_second"),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("failed"),
                endedAt == null ? 0 : Math.max(0, left),
                row.getString("problem"),
                Columns.instant(row, "next_at"),
                Columns.instant(row, "created_at"),
                endedAt);
    }
}
