// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationOwner.OfFunction;
import io.glowplug.dispatch.DestinationOwner.OfTrigger;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.store.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of destinations. */
final class DestinationStore {

    private static final String OF_OWNERS = """
        select * from destination where function_name = any (:functions)
        union all
        select * from destination where trigger_id = any (:triggers)
        """;

    private static final String WITH_SECRETS = "select * from destination where secret is not null order by id";

    private static final String PUT = """
        insert into destination
            (id, function_name, trigger_id, condition, type, settings, target, calls_function, secret,
             max_retries, min_backoff_seconds, max_backoff_seconds, max_age_seconds)
        values (:id, :function, :trigger, :condition, :type, cast(:settings as json), :target, :called, :secret,
                :maxRetries, :minBackoff, :maxBackoff, :maxAge)
        on conflict (id) do update set
            type = excluded.type, settings = excluded.settings, target = excluded.target,
            calls_function = excluded.calls_function, secret = excluded.secret,
            max_retries = excluded.max_retries, min_backoff_seconds = excluded.min_backoff_seconds,
            max_backoff_seconds = excluded.max_backoff_seconds, max_age_seconds = excluded.max_age_seconds
        """;

    /** What is on its way ends with the destination. A try that is running finds its lease gone. */
    private static final String REMOVE = """
        with removed as (
            delete from destination where id = any (:ids) returning id
        )
        update delivery set state = 'failed', ended_at = :now, leased_by = null, leased_at = null,
            last_error = 'The destination was removed.'
        where ended_at is null and destination_id in (select id from removed)
        """;

    /** An outcome may have been written while its destination was being removed. */
    private static final String END_ORPHANS = """
        update delivery set state = 'failed', ended_at = :now, leased_by = null, leased_at = null,
            last_error = 'The destination was removed.'
        where ended_at is null and not exists (select 1 from destination d where d.id = delivery.destination_id)
        """;

    private static final String CALLERS = """
        select distinct coalesce('function ' || function_name, 'trigger ' || trigger_id) from destination
        where calls_function = :called and function_name is distinct from :called order by 1
        """;

    private static final String REPLACE_SECRET =
            "update destination set secret = :secret where id = :id and secret = :before";

    private final JdbcClient jdbc;

    DestinationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<DestinationRow> of(Collection<? extends DestinationOwner> owners) {
        return jdbc.sql(OF_OWNERS)
                .param("functions", SqlArrays.texts(functions(owners).toList(), name -> name))
                .param("triggers", SqlArrays.uuids(triggers(owners).toList(), id -> id))
                .query((row, _) -> row(row))
                .list();
    }

    List<DestinationRow> withSecrets() {
        return jdbc.sql(WITH_SECRETS).query((row, _) -> row(row)).list();
    }

    void put(DestinationRow row) {
        jdbc.sql(PUT)
                .param("id", row.id())
                .param("function", functions(List.of(row.owner())).findFirst().orElse(null))
                .param("trigger", triggers(List.of(row.owner())).findFirst().orElse(null))
                .param("condition", Columns.text(row.condition()))
                .param("type", row.type())
                .param("settings", row.settings())
                .param("target", row.target())
                .param("called", row.calledFunction())
                .param("secret", row.secret())
                .param("maxRetries", row.policy().maxRetries())
                .param("minBackoff", row.policy().minBackoffSeconds())
                .param("maxBackoff", row.policy().maxBackoffSeconds())
                .param("maxAge", row.policy().maxAgeSeconds())
                .update();
    }

    void remove(Collection<UUID> ids, Instant now) {
        if (!ids.isEmpty()) {
            jdbc.sql(REMOVE)
                    .param("ids", SqlArrays.uuids(ids, id -> id))
                    .param("now", SqlArrays.time(now))
                    .update();
        }
    }

    int endOrphans(Instant now) {
        return jdbc.sql(END_ORPHANS).param("now", SqlArrays.time(now)).update();
    }

    /** Names the functions and triggers whose outcomes go to that function, itself apart. */
    List<String> callersOf(String functionName) {
        return jdbc.sql(CALLERS)
                .param("called", functionName)
                .query(String.class)
                .list();
    }

    /** Replaces a secret by the same one encrypted anew, unless it was changed meanwhile. */
    boolean replaceSecret(UUID id, byte[] before, byte[] after) {
        return jdbc.sql(REPLACE_SECRET)
                        .param("id", id)
                        .param("before", before)
                        .param("secret", after)
                        .update()
                == 1;
    }

    private static Stream<String> functions(Collection<? extends DestinationOwner> owners) {
        return owners.stream()
                .flatMap(owner -> owner instanceof OfFunction(String name) ? Stream.of(name) : Stream.empty());
    }

    private static Stream<UUID> triggers(Collection<? extends DestinationOwner> owners) {
        return owners.stream().flatMap(owner -> owner instanceof OfTrigger(UUID id) ? Stream.of(id) : Stream.empty());
    }

    private static DestinationRow row(ResultSet row) throws SQLException {
        return new DestinationRow(
                Columns.id(row, "id"),
                owner(row.getString("function_name"), Columns.optionalId(row, "trigger_id")),
                Columns.constant(row, "condition", OutcomeCondition.class),
                row.getString("type"),
                row.getString("settings"),
                row.getString("target"),
                row.getString("calls_function"),
                row.getBytes("secret"),
                new DeliveryPolicy(
                        row.getInt("max_retries"),
                        row.getInt("min_backoff_seconds"),
                        row.getInt("max_backoff_seconds"),
                        row.getInt("max_age_seconds")));
    }

    private static DestinationOwner owner(@Nullable String function, @Nullable UUID trigger) {
        return function != null ? new OfFunction(function) : new OfTrigger(Objects.requireNonNull(trigger));
    }
}
