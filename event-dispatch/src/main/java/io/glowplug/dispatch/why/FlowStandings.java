// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.ConcurrencyLimit;
import io.glowplug.registry.FlowControl.RateLimit;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says whether a due invocation is held back by the flow control of its function. */
public final class FlowStandings {

    private final OpenRows rows;
    private final FlowRules rules;

    public FlowStandings(JdbcClient jdbc, FlowRules rules) {
        this.rows = new OpenRows(jdbc);
        this.rules = rules;
    }

    OpenRows rows() {
        return rows;
    }

    /** The concurrency first: while it holds, it does not matter when the rate would let go. */
    Optional<Standing> of(OpenRow row, Instant due, Instant now) {
        FlowControl control = rules.limited().get(row.functionName());
        FlowKeys keys = row.flow();
        if (control == null || keys == null) {
            return Optional.empty();
        }
        ConcurrencyLimit concurrency = control.concurrency();
        if (concurrency != null) {
            long running = rows.runningOf(row.functionName(), keys.concurrency());
            if (running >= concurrency.limit()) {
                return Optional.of(new Standing.HeldByConcurrency(
                        due,
                        FlowKeys.shown(keys.concurrency()),
                        rows.beforeInLane(row, keys, due) + 1,
                        concurrency.limit(),
                        running));
            }
        }
        RateLimit rate = control.rateLimit();
        Instant next =
                rate == null ? null : rows.rate(row.functionName(), keys.rate()).nextFree(rate, now);
        return next == null
                ? Optional.empty()
                : Optional.of(new Standing.HeldByRate(
                        due, FlowKeys.shown(keys.rate()), rows.beforeInLane(row, keys, due) + 1, next));
    }
}
