// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.flow.FlowLane;
import io.glowplug.dispatch.flow.FlowShare;
import io.glowplug.dispatch.flow.FlowShare.Share;
import io.glowplug.dispatch.flow.FlowShare.Shares;
import io.glowplug.dispatch.flow.RateWindow;
import io.glowplug.dispatch.store.TriggerGuards.Rooms;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.RateLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hands out invocations of functions whose events are held back. For each function one node after the other decides,
 * in the transaction that leases: so what is running and what has begun are the same for all of them.
 */
public final class FlowStore {

    /** Lanes that one turn looks at; a function with more of them is gone through in several turns. */
    private static final int MOST_LANES = 500;

    private static final String WORK = """
            select name,
                exists (
                    select 1 from invocation i
                    where i.function_name = limited.name and i.flow_rate_key is not null and i.visible_at <= :now) as due,
                exists (
                    select 1 from invocation i
                    where i.function_name = limited.name and i.flow_rate_key is null and i.redrive_of is not null)
                    as keyless
            from unnest(:functions) as limited (name)
            """;

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('glowplug.dispatch.flow/' || :function, 0))";

    /** Jumps through the index from lane to lane, like the walk of an ordinary lease. */
    private static final String LANES = """
            with recursive lane (rate_key, concurrency_key, place) as (
                (select i.flow_rate_key, i.flow_concurrency_key, 1
                 from invocation i
                 where i.function_name = :function and i.flow_rate_key is not null
                    and (i.flow_rate_key, i.flow_concurrency_key) > (:afterRate, :afterConcurrency)
                 order by i.flow_rate_key, i.flow_concurrency_key limit 1)
                union all
                select next.flow_rate_key, next.flow_concurrency_key, lane.place + 1
                from lane cross join lateral (
                    select i.flow_rate_key, i.flow_concurrency_key
                    from invocation i
                    where i.function_name = :function and i.flow_rate_key is not null
                        and (i.flow_rate_key, i.flow_concurrency_key) > (lane.rate_key, lane.concurrency_key)
                    order by i.flow_rate_key, i.flow_concurrency_key limit 1) next
                where lane.place < :lanes
            )
            select rate_key, concurrency_key,
                (select count(*) from (
                    select 1 from invocation i
                    where i.function_name = :function and i.flow_rate_key = lane.rate_key
                        and i.flow_concurrency_key = lane.concurrency_key and i.visible_at <= :now
                        and i.state = 'waiting'
                        and coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) <> all (:paused)
                    limit :room) found) as waiting,
                (select count(*) from invocation i
                 where i.function_name = :function and i.flow_concurrency_key = lane.concurrency_key
                    and i.flow_rate_key = lane.rate_key and i.state = 'running' and i.visible_at <= :now
                    and coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) <> all (:paused))
                    as cut_off,
                (select count(*) from invocation i
                 where i.function_name = :function and i.flow_concurrency_key = lane.concurrency_key
                    and i.flow_rate_key is not null and i.state = 'running') as running
            from lane order by place
            """;

    private static final String RATES =
            "select rate_key, begun from flow_rate where function_name = :function and rate_key = any (:keys)";

    private static final String TAKE = """
            with asked as (
                select * from unnest(:rateKeys, :concurrencyKeys, :states, :counts)
                    as asked (rate_key, concurrency_key, state, wanted)
            ), found as materialized (
                select i.*
                from asked cross join lateral (
                    select i.id, i.function_name, i.state, i.attempt, i.leased_by, i.leased_at, i.visible_at,
                           i.flow_rate_key, i.trigger_id
                    from invocation i
                    where i.function_name = :function and i.flow_rate_key = asked.rate_key
                        and i.flow_concurrency_key = asked.concurrency_key and i.state = asked.state
                        and i.visible_at <= :now
                        and coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) <> all (:paused)
                    order by i.visible_at, i.id
                    limit asked.wanted
                    for update skip locked) i
            ), turned as (
                select found.*, room.room,
                       row_number() over (partition by found.trigger_id order by found.visible_at, found.id) as turn
                from found
                left join unnest(:roomTriggers, :rooms) as room (trigger_id, room) on room.trigger_id = found.trigger_id
            ), chosen as materialized (
                select * from turned where room is null or turn <= room
            )""" + LeaseStore.LEASE_CHOSEN + """
            select leased.*, chosen.visible_at as due_at, chosen.flow_rate_key
            from leased join chosen on chosen.id = leased.id
            order by chosen.visible_at, leased.id
            """;

    /** Also forgets what counts no longer. */
    private static final String CHARGE = """
            with forgotten as (
                delete from flow_rate
                where function_name = :function and expires_at < :now and rate_key <> all (:keys)
            )
            insert into flow_rate (function_name, rate_key, begun, expires_at)
            select :function, row.rate_key, row.begun::jsonb, row.expires_at
            from unnest(:keys, :begun, :expiries) as row (rate_key, begun, expires_at)
            on conflict (function_name, rate_key) do update
                set begun = excluded.begun, expires_at = excluded.expires_at
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final LeaseStore leases;
    private final TriggerGuards guards;
    private final String node;

    public FlowStore(JdbcClient jdbc, LedgerTransactions transactions, LeaseStore leases, String node) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.leases = leases;
        this.guards = new TriggerGuards(jdbc);
        this.node = node;
    }

    /**
     * What a node asks for.
     *
     * @param room how many of the function it can take
     * @param after the lane behind which to begin, or null for the first one
     */
    public record Request(
            Instant now,
            Instant leaseEnd,
            String functionName,
            FlowControl control,
            int room,
            @Nullable FlowKeys after,
            Set<UUID> paused,
            Map<UUID, DeliverySettings> guarded) {}

    /**
     * What it got.
     *
     * @param goOnAfter the lane behind which to begin the next time; null for the first one
     * @param nextRate when a rate limit lets something that waits begin; null if none holds anything
     * @param heldByConcurrency whether something waits for a place
     */
    public record Turn(
            List<LeasedInvocation> invocations,
            @Nullable FlowKeys goOnAfter,
            @Nullable Instant nextRate,
            boolean heldByConcurrency) {}

    /**
     * What there is to do for a function.
     *
     * @param due whether something is due, whether or not it may begin
     * @param keyless whether something was redriven and has no keys yet
     */
    public record Work(String functionName, boolean due, boolean keyless) {}

    /** Looks for work for each of the functions. */
    public List<Work> work(Collection<String> functions, Instant now) {
        return jdbc.sql(WORK)
                .param("functions", SqlArrays.texts(functions, name -> name))
                .param("now", SqlArrays.time(now))
                .query((row, _) -> new Work(row.getString("name"), row.getBoolean("due"), row.getBoolean("keyless")))
                .list();
    }

    /** Leases what may begin, and counts it as begun in the same transaction. */
    public Turn lease(Request request) {
        return transactions.inOne(() -> {
            jdbc.sql(LOCK).param("function", request.functionName()).query().singleRow();
            Rooms rooms = guards.look(request.guarded(), request.now());
            List<FlowLane> lanes = lanes(request, rooms);
            Map<String, RateWindow> windows = windows(request, lanes);
            Shares shares = FlowShare.of(lanes, request.control(), free(request, windows), request.room());
            List<Taken> taken = take(request, rooms, shares.shares());
            charge(request, windows, taken);
            List<LeaseStore.Row> rows = taken.stream().map(Taken::row).toList();
            rows.stream().filter(LeaseStore.Row::probes).forEach(row -> guards.probe(row.trigger(), row.id()));
            return new Turn(
                    leases.withEvents(rows),
                    goOnAfter(lanes, shares),
                    nextRate(request, lanes, windows),
                    shares.heldByConcurrency());
        });
    }

    private List<FlowLane> lanes(Request request, Rooms rooms) {
        FlowKeys after = request.after();
        return jdbc.sql(LANES)
                .param("function", request.functionName())
                .param("afterRate", after == null ? "" : after.rate())
                .param("afterConcurrency", after == null ? "" : after.concurrency())
                .param("lanes", MOST_LANES)
                .param("room", request.room())
                .param("now", SqlArrays.time(request.now()))
                .param("paused", SqlArrays.uuids(rooms.without(request.paused()), id -> id))
                .query((row, _) -> new FlowLane(
                        new FlowKeys(row.getString("rate_key"), row.getString("concurrency_key")),
                        row.getInt("waiting"),
                        row.getInt("cut_off"),
                        row.getInt("running")))
                .list();
    }

    private Map<String, RateWindow> windows(Request request, List<FlowLane> lanes) {
        Map<String, RateWindow> windows = new HashMap<>();
        if (request.control().rateLimit() == null) {
            return windows;
        }
        lanes.forEach(lane -> windows.put(lane.keys().rate(), RateWindow.EMPTY));
        jdbc.sql(RATES)
                .param("function", request.functionName())
                .param("keys", SqlArrays.texts(windows.keySet(), key -> key))
                .query(row -> {
                    windows.put(row.getString("rate_key"), BegunText.read(row.getString("begun")));
                });
        return windows;
    }

    private static Map<String, Integer> free(Request request, Map<String, RateWindow> windows) {
        Map<String, Integer> free = new HashMap<>();
        RateLimit limit = request.control().rateLimit();
        if (limit != null) {
            windows.forEach((key, window) -> free.put(key, window.free(limit, request.now())));
        }
        return free;
    }

    private List<Taken> take(Request request, Rooms rooms, List<Share> shares) {
        if (shares.isEmpty()) {
            return List.of();
        }
        List<Asked> asked = shares.stream()
                .flatMap(share -> Stream.of(
                        new Asked(share.lane().keys(), "running", share.cutOff()),
                        new Asked(share.lane().keys(), "waiting", share.waiting())))
                .filter(row -> row.count() > 0)
                .toList();
        return jdbc.sql(TAKE)
                .param("function", request.functionName())
                .param("rateKeys", SqlArrays.texts(asked, row -> row.keys().rate()))
                .param(
                        "concurrencyKeys",
                        SqlArrays.texts(asked, row -> row.keys().concurrency()))
                .param("states", SqlArrays.texts(asked, Asked::state))
                .param("counts", SqlArrays.integers(asked, Asked::count))
                .param("paused", SqlArrays.uuids(rooms.without(request.paused()), id -> id))
                .param("roomTriggers", SqlArrays.uuids(rooms.some().keySet(), id -> id))
                .param("rooms", SqlArrays.integers(rooms.some().values(), room -> room))
                .param("counted", SqlArrays.uuids(rooms.counted(), id -> id))
                .param("node", node)
                .param("now", SqlArrays.time(request.now()))
                .param("leaseEnd", SqlArrays.time(request.leaseEnd()))
                .query((row, _) -> new Taken(LeaseStore.row(row, rooms.probing()), row.getString("flow_rate_key")))
                .list();
    }

    private void charge(Request request, Map<String, RateWindow> windows, List<Taken> taken) {
        RateLimit limit = request.control().rateLimit();
        if (limit == null || taken.isEmpty()) {
            return;
        }
        Map<String, Integer> begun = new HashMap<>();
        taken.forEach(row -> begun.merge(row.rateKey(), 1, Integer::sum));
        begun.forEach((key, count) -> windows.compute(
                key,
                (_, window) ->
                        Objects.requireNonNullElse(window, RateWindow.EMPTY).after(count, limit, request.now())));
        List<Map.Entry<String, RateWindow>> rows = windows.entrySet().stream()
                .filter(entry -> begun.containsKey(entry.getKey()))
                .toList();
        jdbc.sql(CHARGE)
                .param("function", request.functionName())
                .param("now", SqlArrays.time(request.now()))
                .param("keys", SqlArrays.texts(rows, Map.Entry::getKey))
                .param("begun", SqlArrays.texts(rows, row -> BegunText.write(row.getValue())))
                .param("expiries", SqlArrays.times(rows, row -> row.getValue().expiry(limit)))
                .update();
    }

    /** Behind the one that was served last if the node had no room for more, and else behind what was looked at. */
    private static @Nullable FlowKeys goOnAfter(List<FlowLane> lanes, Shares shares) {
        if (shares.outOfRoom() && !shares.shares().isEmpty()) {
            return shares.shares().getLast().lane().keys();
        }
        return lanes.size() == MOST_LANES ? lanes.getLast().keys() : null;
    }

    private static @Nullable Instant nextRate(Request request, List<FlowLane> lanes, Map<String, RateWindow> windows) {
        RateLimit limit = request.control().rateLimit();
        if (limit == null) {
            return null;
        }
        List<Instant> times = new ArrayList<>();
        for (FlowLane lane : lanes) {
            RateWindow window = windows.get(lane.keys().rate());
            Instant free = window == null || lane.waiting() + lane.cutOff() == 0
                    ? null
                    : window.nextFree(limit, request.now());
            if (free != null) {
                times.add(free);
            }
        }
        return times.stream().min(Instant::compareTo).orElse(null);
    }

    private record Asked(FlowKeys keys, String state, int count) {}

    private record Taken(LeaseStore.Row row, String rateKey) {}
}
