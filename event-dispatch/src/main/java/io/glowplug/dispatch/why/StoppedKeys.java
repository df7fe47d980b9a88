// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.Hold;
import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.WaitingInvocation;
import io.glowplug.dispatch.search.Columns;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says whether the ordering key of an invocation stands still because of a dead letter. */
public final class StoppedKeys implements Hold {

    private static final String FIND =
            "select dead_letter_id, stopped_at from stopped_key where trigger_id = :trigger and key = :key";

    private final JdbcClient jdbc;

    public StoppedKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Standing> on(WaitingInvocation invocation) {
        UUID trigger = invocation.triggerId();
        String key = invocation.orderingKey();
        // One that is due was let go on by somebody, such as a redrive of the dead letter that goes first.
        return trigger == null || key == null || invocation.due() != null
                ? Optional.empty()
                : jdbc.sql(FIND)
                        .param("trigger", trigger)
                        .param("key", key)
                        .query((row, _) -> (Standing) new Standing.KeyStopped(
                                Columns.instant(row, "stopped_at"), key, Columns.id(row, "dead_letter_id")))
                        .optional();
    }
}
