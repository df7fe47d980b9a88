// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.batch.RecordJson;
import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Stores accepted events, each with its first invocation, in one statement. */
public final class EventStore {

    private static final String STORED = """
            stored as (
                insert into event
                    (id, function_name, trigger_id, source, event_key, occurred_at, accepted_at, attributes, payload,
                     records)
                select id, function_name, trigger_id, source, event_key, occurred_at, :now, attributes::jsonb, payload,
                       records::jsonb
                from unnest(:ids, :functions, :triggers, :sources, :eventKeys, :occurred, :attributes, :payloads,
                            :records)
                    as row (id, function_name, trigger_id, source, event_key, occurred_at, attributes, payload, records)
            )
            insert into invocation
                (id, event_id, function_name, qualifier, trigger_id, ordering_key, ordinal, idempotency_key, state,
                 attempt, visible_at, accepted_at, leased_by, leased_at, deliver_at, flow_rate_key,
                 flow_concurrency_key)
            select id, id, function_name, qualifier, trigger_id, ordering_key,
                   case when ordering_key is not null then nextval('invocation_ordinal') end, idempotency_key,
                   case placement when 'HANDED_OVER' then 'running' else 'waiting' end,
                   case placement when 'HANDED_OVER' then 1 else 0 end,
                   case placement when 'HANDED_OVER' then :leaseEnd when 'BEHIND' then 'infinity'
                        when 'DELAYED' then deliver_at else :now end,
                   :now,
                   case placement when 'HANDED_OVER' then :node end,
                   case placement when 'HANDED_OVER' then :now end,
                   deliver_at, flow_rate_key, flow_concurrency_key
            from unnest(:ids, :functions, :qualifiers, :triggers, :orderingKeys, :idempotencyKeys, :placements,
                        :deliveries, :rateKeys, :concurrencyKeys)
                as row (id, function_name, qualifier, trigger_id, ordering_key, idempotency_key, placement, deliver_at,
                        flow_rate_key, flow_concurrency_key)
            """;

    private static final String INSERT = "with " + STORED;

    /** The same with the ledger's counters, so that accepting takes one statement. */
    private static final String INSERT_AND_COUNT = """
            with counted as (
                insert into ledger_count as c (function_name, trigger_id, shard, accepted)
                select function_name, coalesce(trigger_id, '00000000-0000-0000-0000-000000000000'::uuid), :shard, count(*)
                from unnest(:functions, :triggers) as row (function_name, trigger_id)
                group by 1, 2 order by 1, 2
                on conflict (function_name, trigger_id, shard) do update set accepted = c.accepted + excluded.accepted
            ),
            """ + STORED;

    private static final String INSERT_REJECTED = """
        with row as (
            select * from unnest(:ids, :functions, :qualifiers, :triggers, :sources, :eventKeys, :occurred,
                                 :attributes, :payloads, :errorTypes, :errorMessages)
                as row (id, function_name, qualifier, trigger_id, source, event_key, occurred_at,
                        attributes, payload, error_type, error_message)
        ), stored as (
            insert into event
                (id, function_name, trigger_id, source, event_key, occurred_at, accepted_at, attributes, payload)
            select id, function_name, trigger_id, source, event_key, occurred_at, :now, attributes::jsonb, payload
            from row
        ), ended as (
            insert into settled_invocation
                (id, event_id, function_name, qualifier, trigger_id, kind, status, attempts, accepted_at, ended_at,
                 error_type, error_message)
            select id, id, function_name, qualifier, trigger_id, 'async', 'dead-lettered', 0, :now, :now,
                   error_type, error_message
            from row
        ),
        """ + Outbox.publish("""
            select row.id, row.id as event_id, row.function_name, row.qualifier, row.trigger_id,
                   'dead-lettered' as status, 'rejected' as reason, 0 as attempts_made,
                   cast(null as text) as version, row.error_type, row.error_message, row.payload,
                   cast(null as bytea) as answer, cast(null as integer) as answer_bytes,
                   cast(row.attributes as jsonb) as attributes
            from row\
            """) + """
        insert into dead_letter
            (id, event_id, function_name, qualifier, trigger_id, reason, error_type, error_message, attempts,
             attributes, payload, accepted_at, dead_at)
        select id, id, function_name, qualifier, trigger_id, 'rejected', error_type, error_message, 0,
               attributes::jsonb, payload, :now, :now
        from row
        """;

    private final JdbcClient jdbc;
    private final String node;
    private final FlowRules flows;
    private final Payloads payloads;
    private final JsonMapper json = JsonMapper.shared();

    public EventStore(JdbcClient jdbc, String node, FlowRules flows, Payloads payloads) {
        this.jdbc = jdbc;
        this.node = node;
        this.flows = flows;
        this.payloads = payloads;
    }

    /** Stores all of them, in the caller's transaction. Those handed over are leased by this node. */
    public void insert(List<Placed> placed, Instant now, Instant leaseEnd) {
        if (!placed.isEmpty()) {
            bind(jdbc.sql(INSERT), placed, now, leaseEnd).update();
        }
    }

    /** Stores all of them and counts them as accepted, in one statement that needs no transaction around it. */
    public void insertAndCount(List<Placed> placed, Instant now, Instant leaseEnd, int shard) {
        bind(jdbc.sql(INSERT_AND_COUNT), placed, now, leaseEnd)
                .param("shard", shard)
                .update();
    }

    private JdbcClient.StatementSpec bind(
            JdbcClient.StatementSpec statement, List<Placed> placed, Instant now, Instant leaseEnd) {
        List<NewInvocation> rows = placed.stream().map(Placed::invocation).toList();
        List<@Nullable FlowKeys> keys = new ArrayList<>(rows.size());
        rows.forEach(row -> keys.add(flows.keysOf(row.functionName(), row.payload())));
        return bind(statement, rows, now)
                .param("leaseEnd", SqlArrays.time(leaseEnd))
                .param("node", node)
                .param("orderingKeys", SqlArrays.texts(rows, NewInvocation::orderingKey))
                .param("records", SqlArrays.texts(rows, row -> RecordJson.text(row.records())))
                .param("idempotencyKeys", SqlArrays.texts(rows, NewInvocation::idempotencyKey))
                .param("rateKeys", SqlArrays.texts(keys, row -> row == null ? null : row.rate()))
                .param("concurrencyKeys", SqlArrays.texts(keys, row -> row == null ? null : row.concurrency()))
                .param("deliveries", SqlArrays.optionalTimes(rows, NewInvocation::deliverAt))
                .param(
                        "placements",
                        SqlArrays.texts(placed, row -> row.placement().name()));
    }

    /** Stores records that can never be run: accepted and dead-lettered in the same instant. */
    public void insertRejected(List<Rejected> rejected, Instant now) {
        if (rejected.isEmpty()) {
            return;
        }
        List<NewInvocation> rows = rejected.stream().map(Rejected::invocation).toList();
        bind(jdbc.sql(INSERT_REJECTED), rows, now)
                .param("errorTypes", SqlArrays.texts(rejected, row -> StoredText.errorType(row.errorType())))
                .param("errorMessages", SqlArrays.texts(rejected, row -> StoredText.errorMessage(row.errorMessage())))
                .update();
    }

    private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, List<NewInvocation> rows, Instant now) {
        return statement
                .param("now", SqlArrays.time(now))
                .param("ids", SqlArrays.uuids(rows, NewInvocation::id))
                .param("functions", SqlArrays.texts(rows, NewInvocation::functionName))
                .param("qualifiers", SqlArrays.texts(rows, NewInvocation::qualifier))
                .param("triggers", SqlArrays.uuids(rows, NewInvocation::triggerId))
                .param("sources", SqlArrays.texts(rows, NewInvocation::source))
                .param("eventKeys", SqlArrays.texts(rows, NewInvocation::eventKey))
                .param("occurred", SqlArrays.times(rows, NewInvocation::occurredAt))
                .param("attributes", SqlArrays.texts(rows, row -> document(row.attributes())))
                .param("payloads", SqlArrays.bytes(rows, row -> payloads.stored(row.payload())));
    }

    private @Nullable String document(Map<String, String> attributes) {
        return attributes.isEmpty() ? null : json.writeValueAsString(StoredText.attributes(attributes));
    }

    /** A record that cannot be handed to the function, and why. */
    public record Rejected(NewInvocation invocation, String errorType, String errorMessage) {}
}
