// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.OutgoingDelivery;

/**
 * The part of a statement that ends invocations which writes their outcomes into the outbox, where there is a
 * destination. So an outcome has its delivery exactly if its end has committed, and the destination is the one that stood
 * then, whatever this node remembers. A trigger's destination goes before its function's.
 *
 * <p>As long as the platform has no destination at all, PostgreSQL asks once for each statement whether there is one and
 * does nothing else of this.
 */
final class Outbox {

    private static final String PUBLISH = """
        published as (
            insert into delivery
                (id, event_id, destination_id, function_name, qualifier, trigger_id, condition, reason, state,
                 visible_at, since, created_at, invoke_count, executed_version, error_type, error_message,
                 payload, payload_bytes, answer, answer_bytes, hops, trace_id)
            select o.id, o.event_id, d.id, o.function_name, o.qualifier, o.trigger_id, d.condition,
                   coalesce(o.reason, o.status), 'waiting', :now, :now, :now, o.attempts_made, o.version,
                   o.error_type, o.error_message,
                   case when octet_length(coalesce(o.payload, e.payload)) <= {maxPart}
                        then coalesce(o.payload, e.payload) end,
                   octet_length(coalesce(o.payload, e.payload)),
                   case when o.answer_bytes <= {maxPart} then o.answer end, o.answer_bytes,
                   coalesce(o.attributes, e.attributes) ->> 'hops',
                   coalesce(o.attributes, e.attributes) ->> 'traceId'
            from ({outcomes}) o
            cross join lateral (
                select found.id, found.condition from destination found
                where found.id = coalesce(
                    (select t.id from destination t
                     where t.trigger_id = o.trigger_id
                         and t.condition = case o.status when 'succeeded' then 'success' else 'failure' end),
                    (select f.id from destination f
                     where f.function_name = o.function_name
                         and f.condition = case o.status when 'succeeded' then 'success' else 'failure' end))
            ) d
            left join lateral (
                select event.payload, event.attributes from event where event.id = o.event_id
            ) e on true
            where exists (select 1 from destination) and o.status <> 'cancelled'
            returning id
        )\
        """;

    private Outbox() {}

    /**
     * Returns the common table expression {@code published}. It needs the parameter {@code :now}.
     *
     * @param outcomes a query for the outcomes: {@code id, event_id, function_name, qualifier, trigger_id, status, reason,
     *     attempts_made, version, error_type, error_message, payload, answer, answer_bytes, attributes}; payload and
     *     attributes are null where they are the event's
     */
    static String publish(String outcomes) {
        return PUBLISH.replace("{maxPart}", Integer.toString(OutgoingDelivery.MAX_PART_BYTES))
                .replace("{outcomes}", outcomes);
    }
}
