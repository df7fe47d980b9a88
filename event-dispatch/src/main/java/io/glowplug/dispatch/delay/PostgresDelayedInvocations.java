// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delay;

import io.glowplug.dispatch.DelayedInvocations;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes the time of rows that wait for it. One that a node is leasing at this moment is left to it. */
public final class PostgresDelayedInvocations implements DelayedInvocations {

    private static final String CHANGE = """
            update invocation set visible_at = :due, deliver_at = :deliverAt
            where id = (
                select id from invocation
                where id = :id and state = 'waiting' and attempt = 0 and ordering_key is null
                for update skip locked)
            """;

    private static final String KNOWN = """
            select exists (select 1 from invocation where id = :id)
                or exists (select 1 from settled_invocation where id = :id)
            """;

    private final JdbcClient jdbc;
    private final DueSignal due;
    private final InstantSource time;

    public PostgresDelayedInvocations(JdbcClient jdbc, DueSignal due, InstantSource time) {
        this.jdbc = jdbc;
        this.due = due;
        this.time = time;
    }

    @Override
    public void deliverAt(UUID invocationId, Instant deliverAt) {
        Instant now = time.instant();
        Instant later = DelayRules.deliverAt(deliverAt, now);
        int changed = jdbc.sql(CHANGE)
                .param("id", invocationId)
                .param("due", (later == null ? now : later).atOffset(ZoneOffset.UTC))
                .param("deliverAt", later == null ? null : later.atOffset(ZoneOffset.UTC))
                .update();
        if (changed == 0) {
            throw refusal(invocationId);
        }
        if (later == null) {
            due.raise();
        }
    }

    private RefusedException refusal(UUID id) {
        boolean known = Boolean.TRUE.equals(
                jdbc.sql(KNOWN).param("id", id).query(Boolean.class).single());
        return known
                ? RefusedException.conflict("Invocation " + id
                        + " does not wait for its time: it has been attempted, is running, has ended, or waits for the one"
                        + " before it with the same ordering key")
                : RefusedException.notFound("There is no invocation " + id);
    }
}
