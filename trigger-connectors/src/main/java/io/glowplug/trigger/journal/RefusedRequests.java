// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import io.glowplug.trigger.TriggerStatus.Refused;
import io.glowplug.trigger.loop.PeriodicLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts, on all nodes together, the requests that triggers turned away. They are gathered in memory and written down
 * every two seconds, so that a flood of them is cheap; those of the last moments before a crash are lost.
 */
@Component
public final class RefusedRequests implements SmartLifecycle {

    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(2);
    private static final int LONGEST_DETAIL = 500;

    private static final String ADD = """
            insert into refused_request as r (trigger_id, reason, count, last_at, last_detail)
            select id, :reason, :count, :at, :detail from trigger where id = :trigger
            on conflict (trigger_id, reason) do update set
                count = r.count + excluded.count, last_at = greatest(r.last_at, excluded.last_at),
                last_detail = excluded.last_detail
            """;
    private static final String READ = """
            select reason, count, last_at, last_detail from refused_request where trigger_id = :trigger order by reason
            """;

    private final JdbcClient jdbc;
    private final InstantSource time;
    private final Map<Key, Gathered> gathered = new ConcurrentHashMap<>();
    private final PeriodicLoop loop = new PeriodicLoop("refused-requests", WRITTEN_EVERY, this::write);

    public RefusedRequests(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    private record Key(UUID triggerId, String reason) {}

    private record Gathered(long count, Instant lastAt, String lastDetail) {

        private Gathered and(Gathered later) {
            return new Gathered(count + later.count, later.lastAt, later.lastDetail);
        }
    }

    /** Counts one. */
    public void count(UUID triggerId, String reason, String detail) {
        String shown = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
        gathered.merge(
                new Key(triggerId, reason),
                new Gathered(1, time.instant(), shown.replace('\0', '\uFFFD')),
                Gathered::and);
    }

    /** Returns a trigger's counts by reason, as far as they are written down. */
    public Map<String, Refused> of(UUID triggerId) {
        Map<String, Refused> counts = new LinkedHashMap<>();
        jdbc.sql(READ).param("trigger", triggerId).query(row -> {
            counts.put(
                    row.getString("reason"),
                    new Refused(
                            row.getLong("count"),
                            row.getObject("last_at", OffsetDateTime.class).toInstant(),
                            row.getString("last_detail")));
        });
        return counts;
    }

    /** One round: writes down what has gathered; what cannot be written is kept for the next one. */
    void write() {
        for (Key key : List.copyOf(gathered.keySet())) {
            Gathered taken = gathered.remove(key);
            if (taken != null) {
                writeOrKeep(key, taken);
            }
        }
    }

    private void writeOrKeep(Key key, Gathered taken) {
        boolean written = false;
        try {
            jdbc.sql(ADD)
                    .param("trigger", key.triggerId())
                    .param("reason", key.reason())
                    .param("count", taken.count())
                    .param("at", OffsetDateTime.ofInstant(taken.lastAt(), ZoneOffset.UTC))
                    .param("detail", taken.lastDetail())
                    .update();
            written = true;
        } finally {
            if (!written) {
                gathered.merge(key, taken, (later, earlier) -> earlier.and(later));
            }
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        write();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** Stops after what counts. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 4096;
    }
}
