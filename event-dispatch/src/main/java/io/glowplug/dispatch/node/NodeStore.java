// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the nodes and of the leadership. Times are the database's own, so that no node's clock matters. */
public final class NodeStore {

    private static final String JOIN = """
            insert into node (id, incarnation, name, address, version, started_at, heartbeat_at, ordered, state, runtimes,
                networks, capacity, in_flight)
            values (:id, :incarnation, :name, :address, :version, clock_timestamp(), clock_timestamp(), 'active', 'active',
                :runtimes, :networks, :capacity, 0)
            on conflict (id) do update set
                incarnation = excluded.incarnation, name = excluded.name, address = excluded.address,
                version = excluded.version, started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at,
                ordered = excluded.ordered, state = excluded.state, runtimes = excluded.runtimes,
                networks = excluded.networks, capacity = excluded.capacity, in_flight = 0, clock_offset_ms = null,
                problem = null
            """;

    /** All that a node tells and asks every few seconds, in one round trip. The clock is read after the writing. */
    private static final String BEAT = """
            with beat as (
                update node set heartbeat_at = clock_timestamp(), state = :state, address = :address,
                    in_flight = :inFlight, clock_offset_ms = :offset, problem = :problem
                where id = :id and incarnation = :incarnation
                returning ordered
            ), term as (
                update leadership
                set node = :id, epoch = epoch + case node when :id then 0 else 1 end,
                    expires_at = clock_timestamp() + make_interval(secs => :termSeconds)
                where :stands and exists (select from beat) and (node = :id or expires_at < clock_timestamp())
                returning epoch
            )
            select (select ordered from beat) as ordered, (select epoch from term) as epoch,
                exists (select from node where id = :id) as known, clock_timestamp() as read_at
            """;

    private static final String RESIGN = "update leadership set expires_at = '-infinity' where node = :id";

    private static final String LEAVE =
            "update node set state = 'gone', heartbeat_at = clock_timestamp() where id = :id and incarnation = :incarnation";

    private static final String LIST = """
            select n.*, clock_timestamp() - n.heartbeat_at > make_interval(secs => :goneAfter) as silent,
                extract(epoch from clock_timestamp() - n.heartbeat_at) as age,
                l.node is not null as leader, coalesce(held.triggers, 0) as triggers
            from node n
            left join leadership l on l.node = n.id and l.expires_at > clock_timestamp()
            left join (
                select node, count(*) as triggers from trigger_lease where expires_at > clock_timestamp() group by node
            ) held on held.node = n.id
            where cast(:id as text) is null or n.id = :id
            order by n.name, n.id
            """;

    private final JdbcClient jdbc;
    private final Duration goneAfter;

    public NodeStore(JdbcClient jdbc, Duration goneAfter) {
        this.jdbc = jdbc;
        this.goneAfter = goneAfter;
    }

    /** What a node is from its start to its end. */
    record Portrait(
            String id,
            UUID incarnation,
            String name,
            String version,
            List<String> runtimes,
            List<String> networks,
            int capacity) {}

    /** What a node tells at a heartbeat. */
    record Beat(
            String state,
            @Nullable String address,
            int inFlight,
            @Nullable Duration offset,
            @Nullable String problem,
            boolean stands) {}

    /**
     * What it is told.
     *
     * @param ordered null if the row is not this process's
     * @param epoch of the leadership if this node has it
     * @param known whether there is a row of that id at all
     */
    record Reply(@Nullable NodeOrder ordered, @Nullable Long epoch, boolean known, Instant readAt) {}

    void join(Portrait node, @Nullable String address) {
        jdbc.sql(JOIN)
                .param("id", node.id())
                .param("incarnation", node.incarnation())
                .param("name", node.name())
                .param("address", address)
                .param("version", node.version())
                .param("runtimes", SqlArrays.texts(node.runtimes(), name -> name))
                .param("networks", SqlArrays.texts(node.networks(), name -> name))
                .param("capacity", node.capacity())
                .update();
    }

    Reply beat(Portrait node, Beat beat, Duration term) {
        return jdbc.sql(BEAT)
                .param("id", node.id())
                .param("incarnation", node.incarnation())
                .param("state", beat.state())
                .param("address", beat.address())
                .param("inFlight", beat.inFlight())
                .param("offset", beat.offset() == null ? null : beat.offset().toMillis())
                .param("problem", beat.problem())
                .param("stands", beat.stands())
                .param("termSeconds", term.toMillis() / 1000.0)
                .query((row, number) -> {
                    String ordered = row.getString("ordered");
                    return new Reply(
                            ordered == null ? null : NodeOrder.of(ordered),
                            row.getObject("epoch", Long.class),
                            row.getBoolean("known"),
                            row.getObject("read_at", OffsetDateTime.class).toInstant());
                })
                .single();
    }

    void resign(String id) {
        jdbc.sql(RESIGN).param("id", id).update();
    }

    void leave(Portrait node) {
        jdbc.sql(LEAVE)
                .param("id", node.id())
                .param("incarnation", node.incarnation())
                .update();
    }

    int order(String id, NodeOrder order) {
        return jdbc.sql("update node set ordered = :ordered where id = :id")
                .param("id", id)
                .param("ordered", order.label())
                .update();
    }

    /** Removes the rows of nodes that were silent for longer than that. */
    public int forget(Duration silentFor) {
        return jdbc.sql("delete from node where heartbeat_at < clock_timestamp() - make_interval(secs => :seconds)")
                .param("seconds", silentFor.toMillis() / 1000.0)
                .update();
    }

    List<UUID> triggersOf(String id) {
        return jdbc.sql("select trigger_id from trigger_lease where node = :id and expires_at > clock_timestamp()"
                        + " order by trigger_id")
                .param("id", id)
                .query(UUID.class)
                .list();
    }

    /** All nodes, or the one of that id. */
    List<NodeStatus> list(@Nullable String id) {
        return jdbc.sql(LIST)
                .param("id", id)
                .param("goneAfter", goneAfter.toMillis() / 1000.0)
                .query((row, number) -> {
                    Long offset = row.getObject("clock_offset_ms", Long.class);
                    return new NodeStatus(
                            row.getString("id"),
                            row.getString("name"),
                            row.getString("address"),
                            row.getString("version"),
                            row.getBoolean("silent") ? NodeStatus.GONE : row.getString("state"),
                            NodeOrder.of(row.getString("ordered")),
                            row.getObject("started_at", OffsetDateTime.class).toInstant(),
                            row.getObject("heartbeat_at", OffsetDateTime.class).toInstant(),
                            Duration.ofMillis(Math.max(0, Math.round(row.getDouble("age") * 1000))),
                            List.of((String[]) row.getArray("runtimes").getArray()),
                            List.of((String[]) row.getArray("networks").getArray()),
                            row.getInt("capacity"),
                            row.getInt("in_flight"),
                            row.getInt("triggers"),
                            offset == null ? null : Duration.ofMillis(offset),
                            row.getBoolean("leader"),
                            row.getString("problem"));
                })
                .list();
    }
}
