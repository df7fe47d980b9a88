// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far each trigger has safely read its source. */
public final class CheckpointStore {

    private static final String ADVANCE = """
            insert into checkpoint (trigger_id, partition, position, updated_at)
            select trigger_id, partition, position, :now
            from unnest(:triggers, :partitions, :positions) as row (trigger_id, partition, position)
            order by trigger_id, partition
            on conflict (trigger_id, partition) do update
            set position = excluded.position, updated_at = excluded.updated_at
            """;

    private static final String READ = "select partition, position from checkpoint where trigger_id = :trigger";

    private static final String FORGET = "delete from checkpoint where trigger_id = :trigger";

    private static final String FORGET_STOPPED_KEYS = "delete from stopped_key where trigger_id = :trigger";

    private static final String FORGET_BREAKER = "delete from circuit_breaker where trigger_id = :trigger";

    private static final String OPEN = "select count(*) from invocation where trigger_id = :trigger";

    private static final String CROWDED = """
            select ordering_key from invocation where trigger_id = :trigger and ordering_key is not null
            group by ordering_key having count(*) >= :atLeast
            """;

    private final JdbcClient jdbc;

    public CheckpointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Place(UUID triggerId, String partition) {}

    /** Later emissions of a trigger come after earlier ones. */
    void advance(Collection<Emission> emissions, Instant now) {
        Map<Place, String> positions = new LinkedHashMap<>();
        for (Emission emission : emissions) {
            UUID triggerId = emission.binding().triggerId();
            emission.checkpoints()
                    .forEach((partition, position) -> positions.put(new Place(triggerId, partition), position));
        }
        if (positions.isEmpty()) {
            return;
        }
        jdbc.sql(ADVANCE)
                .param("triggers", SqlArrays.uuids(positions.keySet(), Place::triggerId))
                .param("partitions", SqlArrays.texts(positions.keySet(), Place::partition))
                .param("positions", SqlArrays.texts(positions.values(), position -> position))
                .param("now", SqlArrays.time(now))
                .update();
    }

    Map<String, String> read(UUID triggerId) {
        Map<String, String> positions = new HashMap<>();
        jdbc.sql(READ).param("trigger", triggerId).query(row -> {
            positions.put(row.getString("partition"), row.getString("position"));
        });
        return positions;
    }

    void forget(UUID triggerId) {
        jdbc.sql(FORGET).param("trigger", triggerId).update();
        jdbc.sql(FORGET_STOPPED_KEYS).param("trigger", triggerId).update();
        jdbc.sql(FORGET_BREAKER).param("trigger", triggerId).update();
    }

    long openInvocations(UUID triggerId) {
        return jdbc.sql(OPEN).param("trigger", triggerId).query(Long.class).single();
    }

    Set<String> crowdedKeys(UUID triggerId, int atLeast) {
        return jdbc.sql(CROWDED)
                .param("trigger", triggerId)
                .param("atLeast", atLeast)
                .query(String.class)
                .set();
    }
}
