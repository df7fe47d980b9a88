// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.Rest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What the database says about one function once all has drained, read past the platform: its own answers are what is
 * to be checked.
 */
record Books(String function, Map<UUID, Event> events, Map<UUID, End> ends, Map<UUID, List<Attempt>> attempts) {

    record Event(UUID id, Optional<String> key, JsonNode payload) {}

    /** How the invocation of an event ended; it has the event's id. */
    record End(UUID id, String status, int attempts, Optional<DeadLetter> deadLetter) {}

    record DeadLetter(String reason) {}

    record Attempt(int number, String outcome, Optional<String> errorType) {}

    /** What a round may find wrong with the rows and counters of a function: nothing, if all is well. */
    private static final String UNBALANCED = """
            with counted as (
                select sum(accepted) as accepted, sum(succeeded) as succeeded, sum(dead_lettered) as dead_lettered,
                       sum(expired) as expired, sum(cancelled) as cancelled
                from ledger_count where function_name = ?
            ), present as (
                select (select count(*) from event where function_name = f.name) as accepted,
                       (select count(*) from settled_invocation where function_name = f.name and status = 'succeeded')
                           as succeeded,
                       (select count(*) from settled_invocation where function_name = f.name
                           and status = 'dead-lettered') as dead_lettered,
                       (select count(*) from settled_invocation where function_name = f.name and status = 'expired')
                           as expired,
                       (select count(*) from settled_invocation where function_name = f.name and status = 'cancelled')
                           as cancelled,
                       (select count(*) from invocation where function_name = f.name) as open
                from (values (?)) f (name)
            )
            select 'counted ' || counted::text || ', present ' || present::text from counted, present
            where (counted.accepted, counted.succeeded, counted.dead_lettered, counted.expired, counted.cancelled)
                    is distinct from
                  (present.accepted, present.succeeded, present.dead_lettered, present.expired, present.cancelled)
                or present.open <> 0
            """;

    static Books read(Connection database, String function) throws SQLException {
        Map<UUID, Event> events = new HashMap<>();
        query(database, "select id, event_key, payload from event where function_name = ?", function, row -> {
            Event event = new Event(
                    row.getObject("id", UUID.class),
                    Optional.ofNullable(row.getString("event_key")),
                    Rest.JSON.readTree(new String(row.getBytes("payload"), StandardCharsets.UTF_8)));
            events.put(event.id(), event);
        });
        Map<UUID, End> ends = new HashMap<>();
        query(database, """
                select s.id, s.status, s.attempts, d.reason
                from settled_invocation s left join dead_letter d on d.id = s.id
                where s.function_name = ?
                """, function, row -> {
            End end = new End(
                    row.getObject("id", UUID.class),
                    row.getString("status"),
                    row.getInt("attempts"),
                    Optional.ofNullable(row.getString("reason")).map(DeadLetter::new));
            ends.put(end.id(), end);
        });
        Map<UUID, List<Attempt>> attempts = new HashMap<>();
        query(
                database,
                """
                select a.invocation_id, a.attempt, a.outcome, a.error_type
                from event e join attempt a on a.invocation_id = e.id
                where e.function_name = ? order by a.invocation_id, a.attempt
                """,
                function,
                row -> attempts.computeIfAbsent(row.getObject("invocation_id", UUID.class), id -> new ArrayList<>())
                        .add(new Attempt(
                                row.getInt("attempt"),
                                row.getString("outcome"),
                                Optional.ofNullable(row.getString("error_type")))));
        return new Books(function, events, ends, attempts);
    }

    /** Compares the counters with the rows, in one snapshot. */
    static Optional<String> unbalanced(Connection database, String function) throws SQLException {
        try (var statement = database.prepareStatement(UNBALANCED)) {
            statement.setString(1, function);
            statement.setString(2, function);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(function + ": " + rows.getString(1)) : Optional.empty();
            }
        }
    }

    List<Attempt> attemptsOf(UUID invocation) {
        return attempts.getOrDefault(invocation, List.of());
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(Connection database, String sql, String function, RowReader reader) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            statement.setString(1, function);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
