// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.search.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much waits, read by jumping through indexes: what it costs grows with the functions, not with what waits. */
public final class Backlogs {

    private static final String OLDEST = """
            with recursive lane (function_name, trigger_id) as (
                (select i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)
                 from invocation i
                 order by i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)
                 limit 1)
                union all
                select next.function_name, next.trigger_id
                from lane cross join lateral (
                    select i.function_name,
                           coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) as trigger_id
                    from invocation i
                    where (i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid))
                        > (lane.function_name, lane.trigger_id)
                    order by i.function_name, coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)
                    limit 1) next
            )
            select lane.function_name, min(oldest.visible_at) as due
            from lane cross join lateral (
                select i.visible_at from invocation i
                where i.function_name = lane.function_name
                    and coalesce(i.trigger_id, '00000000-0000-0000-0000-000000000000'::uuid) = lane.trigger_id
                    and i.visible_at <= :now and i.state = 'waiting'
                order by i.visible_at, i.id limit 1) oldest
            group by lane.function_name
            """;

    private static final String HELD = """
            select limited.name as function_name, count(i.id) as held
            from unnest(:functions) as limited (name)
            left join invocation i on i.function_name = limited.name and i.flow_rate_key is not null
                and i.state = 'waiting' and i.visible_at <= :now
            group by limited.name
            """;

    private final JdbcClient jdbc;

    public Backlogs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Since when the oldest invocation of a function is due that no node has taken yet. */
    public record Oldest(String functionName, Instant due) {}

    /** How many due invocations wait of a function whose events are held back. */
    public record Held(String functionName, long count) {}

    public List<Oldest> oldest(Instant now) {
        return jdbc.sql(OLDEST)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Oldest(row.getString("function_name"), Columns.instant(row, "due")))
                .list();
    }

    public List<Held> held(Collection<String> functions, Instant now) {
        return functions.isEmpty()
                ? List.of()
                : jdbc.sql(HELD)
                        .param("functions", functions.toArray(String[]::new))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .query((row, _) -> new Held(row.getString("function_name"), row.getLong("held")))
                        .list();
    }
}
