// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The real dispatch on a PostgreSQL of its own; only the function is scripted. */
final class DispatchLedger implements TestLedger {

    private static final Duration LONG = Duration.ofHours(1);

    private final DispatchHarness dispatch = new DispatchHarness();

    DispatchLedger(String functionName) {
        dispatch.function(functionName);
    }

    DispatchNode node() {
        return dispatch.node();
    }

    @Override
    public EventSink sink() {
        return dispatch.node().eventSink();
    }

    @Override
    public TriggerLease takeLease(UUID triggerId) {
        TriggerLeases leases = dispatch.node().triggerLeases();
        leases.revoke(triggerId);
        return leases.tryAcquire(triggerId, LONG).orElseThrow();
    }

    @Override
    public List<TriggerEvent> events(UUID triggerId) {
        return dispatch.jdbc()
                .sql("""
                        select * from event
                        where trigger_id = :trigger and not exists (select 1 from dead_letter where event_id = event.id)
                        order by id
                        """)
                .param("trigger", triggerId)
                .query(DispatchLedger::event)
                .list();
    }

    @Override
    public List<RejectedEvent> deadLetters(UUID triggerId) {
        return dispatch.jdbc()
                .sql("""
                        select event.*, d.error_type, d.error_message
                        from dead_letter d join event on event.id = d.event_id
                        where d.trigger_id = :trigger order by d.id
                        """)
                .param("trigger", triggerId)
                .query((row, number) -> new RejectedEvent(
                        event(row, number), row.getString("error_type"), row.getString("error_message")))
                .list();
    }

    @Override
    public long filtered(UUID triggerId) {
        return dispatch.jdbc()
                .sql("select coalesce(sum(filtered), 0) from ledger_count where trigger_id = :trigger")
                .param("trigger", triggerId)
                .query(Long.class)
                .single();
    }

    private static TriggerEvent event(ResultSet row, int number) throws SQLException {
        return new TriggerEvent(
                row.getString("event_key"),
                null,
                row.getString("source"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Payload.wrap(row.getBytes("payload")),
                Map.of());
    }

    /** The counts have to balance whatever the test did. */
    @Override
    public void close() {
        dispatch.closeNodes();
        dispatch.assertBalanced();
        dispatch.close();
    }
}
