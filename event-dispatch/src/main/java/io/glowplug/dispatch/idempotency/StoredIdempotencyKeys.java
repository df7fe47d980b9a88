// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import io.glowplug.dispatch.IdempotencyKeyQuery;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys as people see them. */
public final class StoredIdempotencyKeys implements IdempotencyKeys {

    private static final String COMPLETED = "completed";

    private static final String LIST = """
            select function_name, key, trigger_id, state, invocation_id, created_at, expires_at
            from idempotency_key {where} order by function_name, key, trigger_id limit :limit
            """;

    private static final String REVOKE = """
            delete from idempotency_key where function_name = :function and key = :key and trigger_id = :trigger
            """;

    private final JdbcClient jdbc;

    public StoredIdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Page<IdempotencyKey> list(IdempotencyKeyQuery query, PageRequest page) {
        Conditions conditions = new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .and("state = :state", "state", state(query.completed()))
                .and("starts_with(key, :prefix)", "prefix", query.prefix());
        Cursor after = Cursor.parse(page.cursor());
        if (after != null) {
            conditions
                    .and(
                            "(function_name, key, trigger_id) > (:afterFunction, :afterKey, :afterTrigger)",
                            "afterFunction",
                            after.functionName())
                    .with("afterKey", after.key())
                    .with("afterTrigger", after.trigger());
        }
        List<IdempotencyKey> keys = jdbc.sql(conditions.complete(LIST))
                .params(conditions.parameters())
                .param("limit", page.limit() + 1)
                .query((row, number) -> new IdempotencyKey(
                        row.getString("function_name"),
                        KeyClaim.triggerOrNull(Columns.id(row, "trigger_id")),
                        row.getString("key"),
                        row.getString("state").equals(COMPLETED),
                        Columns.id(row, "invocation_id"),
                        Columns.instant(row, "created_at"),
                        Columns.instant(row, "expires_at")))
                .list();
        return Cursors.page(keys, page.limit(), last -> Cursor.of(last).text());
    }

    @Override
    public boolean revoke(String functionName, @Nullable UUID triggerId, String key) {
        return jdbc.sql(REVOKE)
                        .param("function", functionName)
                        .param("key", key)
                        .param("trigger", KeyClaim.triggerOrZeros(triggerId))
                        .update()
                > 0;
    }

    private static @Nullable String state(@Nullable Boolean completed) {
        return completed == null ? null : completed ? COMPLETED : "running";
    }

    private record Cursor(String functionName, UUID trigger, String key) {

        static Cursor of(IdempotencyKey last) {
            return new Cursor(last.functionName(), KeyClaim.triggerOrZeros(last.triggerId()), last.key());
        }

        static @Nullable Cursor parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                String[] parts = decoded.split("\n", 3);
                if (parts.length == 3 && decoded.indexOf('\0') < 0) {
                    return new Cursor(parts[0], UUID.fromString(parts[1]), parts[2]);
                }
            } catch (IllegalArgumentException notOfOurs) {
                throw refused();
            }
            throw refused();
        }

        String text() {
            byte[] bytes = (functionName + '\n' + trigger + '\n' + key).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        private static RefusedException refused() {
            return RefusedException.invalid("cursor", "must be one that a page before gave");
        }
    }
}
