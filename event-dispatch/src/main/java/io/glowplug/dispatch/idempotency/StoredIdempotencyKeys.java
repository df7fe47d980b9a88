// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys as people see them. */
public final class StoredIdempotencyKeys implements IdempotencyKeys {

    private static final String LIST = """
            select function_name, key, state, invocation_id, created_at, expires_at
            from idempotency_key
            where (cast(:function as text) is null or function_name = :function)
                and (function_name, key) > (:afterFunction, :afterKey)
            order by function_name, key
            limit :limit
            """;

    private static final String REVOKE = """
            delete from idempotency_key where function_name = :function and key = :key
            """;

    private final JdbcClient jdbc;

    public StoredIdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Page<IdempotencyKey> list(@Nullable String functionName, PageRequest page) {
        Cursor after = Cursor.parse(page.cursor());
        List<IdempotencyKey> keys = jdbc.sql(LIST)
                .param("function", functionName)
                .param("afterFunction", after.functionName())
                .param("afterKey", after.key())
                .param("limit", page.limit() + 1)
                .query((row, number) -> new IdempotencyKey(
                        row.getString("function_name"),
                        row.getString("key"),
                        row.getString("state").equals("completed"),
                        row.getObject("invocation_id", UUID.class),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .list();
        if (keys.size() <= page.limit()) {
            return new Page<>(keys, null);
        }
        List<IdempotencyKey> shown = keys.subList(0, page.limit());
        return new Page<>(shown, Cursor.of(shown.getLast()).text());
    }

    @Override
    public boolean revoke(String functionName, String key) {
        return jdbc.sql(REVOKE)
                        .param("function", functionName)
                        .param("key", key)
                        .update()
                > 0;
    }

    private record Cursor(String functionName, String key) {

        static Cursor of(IdempotencyKey last) {
            return new Cursor(last.functionName(), last.key());
        }

        static Cursor parse(@Nullable String text) {
            if (text == null) {
                return new Cursor("", "");
            }
            try {
                String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int separator = decoded.indexOf('\n');
                if (separator >= 0 && decoded.indexOf('\0') < 0) {
                    return new Cursor(decoded.substring(0, separator), decoded.substring(separator + 1));
                }
            } catch (IllegalArgumentException notBase64) {
                throw RefusedException.invalid("cursor", "must be one that a page before gave");
            }
            throw RefusedException.invalid("cursor", "must be one that a page before gave");
        }

        String text() {
            byte[] bytes = (functionName + '\n' + key).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
