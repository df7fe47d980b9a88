// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.transition.Breaker;
import io.glowplug.dispatch.transition.BreakerTransitions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of circuit breakers. */
public final class CircuitBreakerStore {

    private static final String FIND = "select * from circuit_breaker where trigger_id = :trigger";

    private static final String STORE = """
            insert into circuit_breaker as b (trigger_id, state, failures, openings, open_since, probe_at, probe)
            values (:trigger, :state, :failures, :openings, :openSince, :probeAt, :probe)
            on conflict (trigger_id) do update set
                state = excluded.state, failures = excluded.failures, openings = excluded.openings,
                open_since = excluded.open_since, probe_at = excluded.probe_at, probe = excluded.probe
            """;

    private static final String MAKE = """
            insert into circuit_breaker (trigger_id, state, failures, openings) values (:trigger, 'closed', 0, 0)
            on conflict (trigger_id) do nothing
            """;

    private static final String CLOSE = "delete from circuit_breaker where trigger_id = :trigger and state <> 'closed'";

    private final JdbcClient jdbc;

    public CircuitBreakerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Counts the attempts of a settlement, inside its transaction, and returns what has changed between closed and not
     * closed. Successes of a trigger that has no failures cost one look-up, and nothing without a breaker.
     */
    List<Change> count(List<Settlement> settled) {
        TreeMap<UUID, List<Settlement>> byTrigger = new TreeMap<>();
        for (Settlement settlement : settled) {
            UUID trigger = settlement.invocation().triggerId();
            if (settlement.vote() != null && trigger != null) {
                byTrigger.computeIfAbsent(trigger, any -> new ArrayList<>()).add(settlement);
            }
        }
        List<Change> changes = new ArrayList<>();
        byTrigger.forEach((trigger, votes) -> {
            votes.sort(Comparator.comparing(Settlement::at));
            Breaker seen = find(FIND, trigger).orElse(Breaker.CLOSED);
            if (!after(seen, votes).equals(seen)) {
                jdbc.sql(MAKE).param("trigger", trigger).update();
                Breaker before = find(FIND + " for update", trigger).orElse(Breaker.CLOSED);
                Breaker after = after(before, votes);
                store(trigger, after);
                if (before.state() != after.state() || before.openings() != after.openings()) {
                    changes.add(new Change(trigger, before, after));
                }
            }
        });
        return changes;
    }

    private static Breaker after(Breaker before, List<Settlement> votes) {
        Breaker breaker = before;
        for (Settlement settlement : votes) {
            Settlement.Vote vote = settlement.vote();
            if (vote != null) {
                breaker = BreakerTransitions.after(
                        breaker, settlement.invocation().id(), vote.succeeded(), vote.settings(), settlement.at());
            }
        }
        return breaker;
    }

    Optional<Breaker> find(UUID triggerId) {
        return find(FIND, triggerId);
    }

    private Optional<Breaker> find(String sql, UUID triggerId) {
        return jdbc.sql(sql)
                .param("trigger", triggerId)
                .query((row, number) -> breaker(row))
                .optional();
    }

    private void store(UUID triggerId, Breaker breaker) {
        jdbc.sql(STORE)
                .param("trigger", triggerId)
                .param("state", word(breaker.state()))
                .param("failures", breaker.failures())
                .param("openings", breaker.openings())
                .param("openSince", time(breaker.openSince()))
                .param("probeAt", time(breaker.probeAt()))
                .param("probe", breaker.probe())
                .update();
    }

    private static Breaker breaker(ResultSet row) throws SQLException {
        return new Breaker(
                Breaker.State.valueOf(
                        row.getString("state").toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getInt("failures"),
                row.getInt("openings"),
                instant(row, "open_since"),
                instant(row, "probe_at"),
                row.getObject("probe", UUID.class));
    }

    static String word(Breaker.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : SqlArrays.time(instant);
    }

    /** A breaker that opened, opened again, or closed. */
    public record Change(UUID triggerId, Breaker before, Breaker after) {}

    /** The door for people. */
    public CircuitBreakers door(DueSignal due) {
        return new CircuitBreakers() {
            @Override
            public Optional<Status> find(UUID triggerId) {
                return CircuitBreakerStore.this
                        .find(triggerId)
                        .map(breaker -> new Status(
                                word(breaker.state()),
                                breaker.failures(),
                                breaker.openSince(),
                                breaker.probeAt(),
                                Math.max(0, breaker.openings() - 1)));
            }

            @Override
            public boolean close(UUID triggerId) {
                boolean closed = jdbc.sql(CLOSE).param("trigger", triggerId).update() == 1;
                if (closed) {
                    due.raise();
                }
                return closed;
            }
        };
    }
}
