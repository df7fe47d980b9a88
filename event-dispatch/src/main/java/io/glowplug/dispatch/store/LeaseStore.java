// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.batch.RecordJson;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.store.TriggerGuards.Rooms;
import io.glowplug.dispatch.transition.Budget;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hands due invocations to this node, and keeps its leases alive. */
public final class LeaseStore {

    /** Finds the lanes by jumping through the index from one to the next; what it jumps over it never reads. */
    private static final String WALK = """
            with recursive lane (function_name, trigger_id, since) as (
                (select i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid),
                        '-infinity'::timestamptz
                 from invocation i
                 order by i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)
                 limit 1)
                union all
                select next.function_name, next.trigger_id, '-infinity'::timestamptz
                from lane cross join lateral (
                    select i.function_name,
                           coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) as trigger_id
                    from invocation i
                    where (i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid))
                        > (lane.function_name, lane.trigger_id)
                    order by i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)
                    limit 1) next
            )""";

    private static final String KNOWN_LANES = """
            with lane (function_name, trigger_id, since) as (
                select * from unnest(:laneFunctions, :laneTriggers, :laneSince)
            )""";

    /**
     * Takes the oldest due rows of each lane, and shares the free permits: a row is taken only while its function has
     * fewer in flight than permits are free. So one function alone gets half of the node, and some room is always left
     * for the next one.
     *
     * <p>Both steps have to be materialised: the planner may otherwise repeat a limited locking query in a nested loop
     * and return more rows than asked for. A row that was still running was cut off; it is written down here.
     */
    private static final String CHOOSE = """
            , due as materialized (
                select i.*, coalesce(busy.in_flight, 0) as in_flight{room}
                from lane{roomOfLane}
                left join unnest(:busyFunctions, :inFlight) as busy (function_name, in_flight)
                    on busy.function_name = lane.function_name
                cross join lateral (
                    select i.id, i.function_name, i.state, i.attempt, i.leased_by, i.leased_at, i.visible_at
                    from invocation i
                    where i.function_name = lane.function_name
                        and coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) = lane.trigger_id
                        and i.visible_at between lane.since and :now
                    order by i.visible_at, i.id
                    limit least(:limit, greatest(0, :free - coalesce(busy.in_flight, 0)){mostOfLane})
                    for update skip locked) i
                where lane.trigger_id <> all (:paused) and lane.function_name <> all (:notServed)
            ), numbered as (
                select due.*,
                       in_flight + row_number() over (partition by function_name order by visible_at, id) as turn{turnOfTrigger}
                from due
            ), placed as (
                select numbered.*, row_number() over (order by turn, visible_at, id) as place from numbered
            ), chosen as materialized (
                select * from placed where turn + place <= :free + 1 and place <= :limit{withinRoom}
            )""";

    /** Writes down who was cut off, and takes the lease of each that was chosen. */
    static final String LEASE_CHOSEN = """
            , cut_off as (
                insert into attempt (invocation_id, attempt, outcome, node, started_at, ended_at, error_type)
                select id, attempt, 'lease-lost', leased_by, leased_at, :now, 'LeaseLost'
                from chosen where state = 'running'
                on conflict (invocation_id, attempt) do nothing
            ), leased as (
                update invocation i
                set state = 'running', attempt = i.attempt + 1, leased_by = :node, leased_at = :now,
                    visible_at = :leaseEnd, counted = coalesce(i.trigger_id = any (:counted), false),
                    lost_leases = i.lost_leases + case i.state when 'running' then 1 else 0 end,
                    last_error_type = case i.state when 'running' then 'LeaseLost' else i.last_error_type end,
                    last_error_message = case i.state
                        when 'running' then 'The node vanished during the attempt.' else i.last_error_message end
                where i.id = any (array(select id from chosen))
                returning i.id, i.event_id, i.function_name, i.qualifier, i.trigger_id, i.ordering_key, i.attempt,
                    i.function_failures, i.lost_leases, coalesce(i.deliver_at, i.accepted_at) as accepted_at, i.payload,
                    i.remainder
            )
            """;

    private static final String LEASED =
            "select leased.*, chosen.visible_at as due_at from leased join chosen on chosen.id = leased.id";

    private static final String LEASE = CHOOSE + LEASE_CHOSEN + LEASED;

    private static final String UNGUARDED = LEASE.replaceAll("\\{[a-zA-Z]+}", "");

    /** The same, with triggers of which only so many rows may be taken, by whichever functions. */
    private static final String GUARDED = LEASE.replace("{room}", ", lane.trigger_id as of_trigger, room.room")
            .replace("{roomOfLane}", """

                left join unnest(:roomTriggers, :rooms) as room (trigger_id, room)
                    on room.trigger_id = lane.trigger_id""")
            .replace("{mostOfLane}", ", coalesce(room.room, :limit)")
            .replace("{turnOfTrigger}", """
            ,
                       row_number() over (partition by of_trigger order by visible_at, id) as turn_of_trigger""")
            .replace("{withinRoom}", " and (room is null or turn_of_trigger <= room)");

    /** Apart from the lease, so that a look-up by id is all that the planner can make of it. */
    private static final String EVENTS = """
            select id, payload, attributes ->> 'traceId' as trace_id, records from event where id = any (:ids)
            """;

    /** Skips what is being settled at this moment: waiting for it could end in a deadlock, and it needs no lease. */
    private static final String RENEW = """
            update invocation i set visible_at = :leaseEnd
            where i.id = any (array(
                select held.id
                from unnest(:ids, :attempts) as h (id, attempt)
                join invocation held on held.id = h.id and held.attempt = h.attempt and held.state = 'running'
                for update of held skip locked))
            """;

    private static final String TAKE_BACK = """
            update invocation set visible_at = :now where state = 'running' and leased_by = :node and visible_at > :now
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final TriggerGuards guards;
    private final String node;

    public LeaseStore(JdbcClient jdbc, LedgerTransactions transactions, String node) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.guards = new TriggerGuards(jdbc);
        this.node = node;
    }

    /**
     * Leases what is due, within the free permits. Whatever it returns has one more attempt than before.
     *
     * @param lanes where to look; nowhere else is looked then. Without any, all lanes are walked, which is slow while
     *     many rows that have ended are still in the index.
     */
    public Leased lease(Request request, Collection<Lane> lanes) {
        return transactions.inOne(() -> {
            Rooms rooms = guards.look(request.guarded(), request.now());
            List<Row> rows = statement(lanes, rooms)
                    .param("node", node)
                    .param("now", SqlArrays.time(request.now()))
                    .param("leaseEnd", SqlArrays.time(request.leaseEnd()))
                    .param("free", request.free())
                    .param("limit", request.limit())
                    .param("busyFunctions", SqlArrays.texts(request.inFlight().keySet(), name -> name))
                    .param("inFlight", SqlArrays.integers(request.inFlight().values(), count -> count))
                    .param("paused", SqlArrays.uuids(rooms.without(request.paused()), id -> id))
                    .param("notServed", SqlArrays.texts(request.notServed(), name -> name))
                    .param("counted", SqlArrays.uuids(rooms.counted(), id -> id))
                    .query((row, number) -> row(row, rooms.probing()))
                    .list();
            rows.stream().filter(Row::probes).forEach(row -> guards.probe(row.trigger(), row.id()));
            return new Leased(withEvents(rows), lanesOf(rows));
        });
    }

    private JdbcClient.StatementSpec statement(Collection<Lane> lanes, Rooms rooms) {
        Set<UUID> roomy = rooms.some().keySet();
        String lease = roomy.isEmpty() ? UNGUARDED : GUARDED;
        JdbcClient.StatementSpec statement = lanes.isEmpty()
                ? jdbc.sql(WALK + lease)
                : jdbc.sql(KNOWN_LANES + lease)
                        .param("laneFunctions", SqlArrays.texts(lanes, Lane::functionName))
                        .param("laneTriggers", SqlArrays.uuids(lanes, Lane::trigger))
                        .param("laneSince", SqlArrays.times(lanes, Lane::since));
        return roomy.isEmpty()
                ? statement
                : statement
                        .param("roomTriggers", SqlArrays.uuids(roomy, id -> id))
                        .param("rooms", SqlArrays.integers(rooms.some().values(), room -> room));
    }

    /** Each lane that gave something, from its oldest row on: nothing older was due there. */
    private static List<Lane> lanesOf(List<Row> rows) {
        Map<Lane.Name, Instant> oldest = new HashMap<>();
        for (Row row : rows) {
            oldest.merge(
                    Lane.Name.of(row.functionName(), row.triggerId()),
                    row.dueAt(),
                    (one, other) -> one.isBefore(other) ? one : other);
        }
        return oldest.entrySet().stream()
                .map(lane -> new Lane(lane.getKey(), lane.getValue()))
                .toList();
    }

    /** Prolongs the leases that this node still has. */
    public void renew(Collection<LeasedInvocation> held, Instant leaseEnd) {
        if (held.isEmpty()) {
            return;
        }
        jdbc.sql(RENEW)
                .param("leaseEnd", SqlArrays.time(leaseEnd))
                .param("ids", SqlArrays.uuids(held, LeasedInvocation::id))
                .param("attempts", SqlArrays.integers(held, LeasedInvocation::attempt))
                .update();
    }

    /** Makes due what a former process of this node left running, and returns how many. */
    public int takeBack(Instant now) {
        return jdbc.sql(TAKE_BACK)
                .param("node", node)
                .param("now", SqlArrays.time(now))
                .update();
    }

    List<LeasedInvocation> withEvents(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, EventPart> events = new HashMap<>();
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.eventId()));
        jdbc.sql(EVENTS).param("ids", SqlArrays.uuids(ids, id -> id)).query(result -> {
            events.put(
                    result.getObject("id", UUID.class),
                    new EventPart(
                            Payload.wrap(result.getBytes("payload")),
                            result.getString("trace_id"),
                            RecordJson.layout(result.getString("records"))));
        });
        List<LeasedInvocation> leased = new ArrayList<>(rows.size());
        for (Row row : rows) {
            leased.add(row.with(events.getOrDefault(row.eventId(), EventPart.GONE)));
        }
        return leased;
    }

    static Row row(ResultSet result, Set<UUID> probing) throws SQLException {
        byte[] edited = result.getBytes("payload");
        UUID trigger = result.getObject("trigger_id", UUID.class);
        return new Row(
                result.getObject("id", UUID.class),
                result.getObject("event_id", UUID.class),
                result.getString("function_name"),
                result.getString("qualifier"),
                trigger,
                result.getString("ordering_key"),
                result.getInt("attempt"),
                new Budget(result.getInt("function_failures"), result.getInt("lost_leases")),
                result.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                edited == null ? null : Payload.wrap(edited),
                RecordJson.remainder(result.getString("remainder")),
                trigger != null && probing.contains(trigger),
                result.getObject("due_at", OffsetDateTime.class).toInstant());
    }

    /** What was leased, and the lanes that it came from. */
    public record Leased(List<LeasedInvocation> invocations, List<Lane> lanes) {}

    /**
     * What a node asks for.
     *
     * @param free permits that are free on this node
     * @param limit the most rows to lease
     * @param inFlight how many of each function are in flight on this node
     * @param paused triggers whose invocations stay where they are
     * @param notServed functions whose invocations are not leased in this way: this node cannot run them, or they are limited
     * @param guarded triggers of which only so many are run at a time, or none while their function only fails
     */
    public record Request(
            Instant now,
            Instant leaseEnd,
            int free,
            int limit,
            Map<String, Integer> inFlight,
            Set<UUID> paused,
            Set<String> notServed,
            Map<UUID, DeliverySettings> guarded) {

        /** A request where no trigger is guarded, for every function. */
        public Request(
                Instant now, Instant leaseEnd, int free, int limit, Map<String, Integer> inFlight, Set<UUID> paused) {
            this(now, leaseEnd, free, limit, inFlight, paused, Set.of(), Map.of());
        }
    }

    private record EventPart(
            @Nullable Payload payload,
            @Nullable String traceId,
            @Nullable RecordLayout records) {

        static final EventPart GONE = new EventPart(null, null, null);
    }

    record Row(
            UUID id,
            UUID eventId,
            String functionName,
            @Nullable String qualifier,
            @Nullable UUID triggerId,
            @Nullable String orderingKey,
            int attempt,
            Budget spent,
            Instant acceptedAt,
            @Nullable Payload edited,
            @Nullable Remainder left,
            boolean probes,
            Instant dueAt) {

        UUID trigger() {
            return Objects.requireNonNull(triggerId, "only a trigger has a circuit breaker");
        }

        private LeasedInvocation with(EventPart event) {
            return new LeasedInvocation(
                    id,
                    functionName,
                    qualifier,
                    triggerId,
                    orderingKey,
                    attempt,
                    spent,
                    acceptedAt,
                    edited == null ? event.payload() : edited,
                    event.traceId(),
                    event.records(),
                    left,
                    probes);
        }
    }
}
