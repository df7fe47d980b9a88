// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds deliveries and their time lines. */
public final class DeliverySearch {

    private static final String SEARCH = """
        select q.id, q.event_id, q.function_name, q.trigger_id, q.condition, q.reason, q.state, q.attempt,
               q.created_at, case when q.state = 'waiting' then q.visible_at end as visible_at, q.ended_at,
               q.last_error, q.made_event, d.type, d.target
        from delivery q left join destination d on d.id = q.destination_id
        {where} order by q.id desc limit :limit
        """;

    private static final String ATTEMPTS =
            "select * from delivery_attempt where delivery_id = :id order by attempt, started_at";

    private final JdbcClient jdbc;

    public DeliverySearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Delivery> search(DeliveryQuery query, @Nullable UUID cursor, int limit) {
        Conditions conditions = matching(query).and("q.id < :cursor", "cursor", cursor);
        return search(conditions, limit);
    }

    Optional<Delivery> find(UUID id) {
        return search(new Conditions().and("q.id = :id", "id", id), 1).stream().findFirst();
    }

    /** All deliveries of an event: one for each of its invocations that has ended. */
    public List<Delivery> ofEvent(UUID eventId) {
        return search(matching(DeliveryQuery.ofEvent(eventId)), Integer.MAX_VALUE);
    }

    public List<DeliveryAttempt> attempts(UUID id) {
        return jdbc.sql(ATTEMPTS)
                .param("id", id)
                .query((row, _) -> new DeliveryAttempt(
                        row.getInt("attempt"),
                        row.getString("outcome"),
                        row.getString("node"),
                        row.getString("target"),
                        Columns.instant(row, "started_at"),
                        Columns.instant(row, "ended_at"),
                        row.getObject("http_status", Integer.class),
                        row.getString("error_type"),
                        row.getString("error_message"),
                        row.getString("answer")))
                .list();
    }

    private List<Delivery> search(Conditions conditions, int limit) {
        return jdbc.sql(conditions.complete(SEARCH))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> delivery(row))
                .list();
    }

    /** Conditions on {@code delivery q} and {@code destination d}. */
    static Conditions matching(DeliveryQuery query) {
        DeliveryStatus status = query.status();
        return new Conditions()
                .and("q.function_name = :function", "function", query.functionName())
                .and("q.trigger_id = :trigger", "trigger", query.triggerId())
                .and("q.state = :state", "state", status == null ? null : Columns.text(status))
                .and("q.event_id = :event", "event", query.eventId())
                .and("d.type = :type", "type", query.type())
                .idsBetween(query.from(), query.to(), "q.");
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                Columns.id(row, "id"),
                Columns.id(row, "event_id"),
                row.getString("function_name"),
                Columns.optionalId(row, "trigger_id"),
                Columns.constant(row, "condition", OutcomeCondition.class),
                row.getString("reason"),
                Columns.constant(row, "state", DeliveryStatus.class),
                row.getString("type"),
                row.getString("target"),
                row.getInt("attempt"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "visible_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getString("last_error"),
                Columns.optionalId(row, "made_event"));
    }
}
