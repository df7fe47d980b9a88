// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds invocations among the open and the ended ones alike. */
class InvocationSearch {

    private static final String OPEN = """
            select id, event_id, function_name, qualifier, trigger_id, state as status, attempt as attempts,
                accepted_at, case when state = 'waiting' then nullif(visible_at, 'infinity') end as visible_at, deliver_at,
                cast(null as timestamptz) as ended_at, last_error_type as error_type,
                last_error_message as error_message, redrive_of
            from invocation
            """;

    private static final String ENDED = """
            select id, event_id, function_name, qualifier, trigger_id, status, attempts,
                accepted_at, cast(null as timestamptz) as visible_at,
                cast(null as timestamptz) as deliver_at, ended_at, error_type, error_message, redrive_of
            from settled_invocation
            """;

    /** Each side stops at the limit on its own, by its index, before the two are put together. */
    private static final String SEARCH = "(" + OPEN + "{where} order by id desc limit :limit) union all (" + ENDED
            + "{where} order by id desc limit :limit) order by id desc limit :limit";

    private static final String FIND = OPEN + "where id = :id union all " + ENDED + "where id = :id";

    /**
     * The first invocation has the event's id, and the open ones that were redriven name an ended one of the event: so
     * the open ones are found without an index on their event, which every lease would have to pay for.
     */
    private static final String OF_EVENT =
            "with ended as (" + ENDED + "where event_id = :event) select * from ended union all "
                    + OPEN + "where event_id = :event and (id = :event or redrive_of in (select id from ended))"
                    + " order by accepted_at, id";

    private final JdbcClient jdbc;

    InvocationSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<InvocationSummary> search(InvocationQuery query, @Nullable UUID cursor, int limit) {
        Conditions conditions = conditions(query, cursor);
        return jdbc.sql(conditions.complete(statementFor(query.status())))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> summary(row))
                .list();
    }

    Optional<InvocationSummary> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, _) -> summary(row)).optional();
    }

    /** Returns them in the order in which they were made. */
    List<InvocationSummary> ofEvent(UUID eventId) {
        return jdbc.sql(OF_EVENT)
                .param("event", eventId)
                .query((row, _) -> summary(row))
                .list();
    }

    /** A status is found on one side only. */
    private static String statementFor(@Nullable InvocationStatus status) {
        return switch (status) {
            case null -> SEARCH;
            case WAITING, RUNNING -> OPEN + "{where} order by id desc limit :limit";
            case SUCCEEDED, DEAD_LETTERED, EXPIRED, CANCELLED, FAILED ->
                ENDED + "{where} order by id desc limit :limit";
        };
    }

    private static Conditions conditions(InvocationQuery query, @Nullable UUID cursor) {
        Conditions conditions = new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .idsBetween(query.from(), query.to())
                .idsBefore(cursor);
        InvocationStatus status = query.status();
        return switch (status) {
            case null -> conditions;
            case WAITING, RUNNING -> conditions.and("state = :status", "status", Columns.text(status));
            case SUCCEEDED, DEAD_LETTERED, EXPIRED, CANCELLED, FAILED ->
                conditions.and("status = :status", "status", Columns.text(status));
        };
    }

    private static InvocationSummary summary(ResultSet row) throws SQLException {
        return new InvocationSummary(
                Columns.id(row, "id"),
                Columns.optionalId(row, "event_id"),
                row.getString("function_name"),
                row.getString("qualifier"),
                Columns.optionalId(row, "trigger_id"),
                Columns.constant(row, "status", InvocationStatus.class),
                row.getInt("attempts"),
                Columns.instant(row, "accepted_at"),
                Columns.optionalInstant(row, "visible_at"),
                Columns.optionalInstant(row, "deliver_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getString("error_type"),
                row.getString("error_message"),
                Columns.optionalId(row, "redrive_of"));
    }
}
