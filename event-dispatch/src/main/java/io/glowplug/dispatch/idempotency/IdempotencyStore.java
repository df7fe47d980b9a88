// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import io.glowplug.dispatch.idempotency.KeyClaim.KeyName;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes idempotency keys. */
public final class IdempotencyStore {

    /** In the order of the keys, so that two transactions that want the same ones cannot deadlock. */
    private static final String CLAIM = """
            insert into idempotency_key as k
                (function_name, key, trigger_id, payload_sha256, kind, state, invocation_id, created_at, running_until,
                 expires_at)
            select function_name, key, trigger_id, payload_sha256, :kind, 'running', id, :now, :runningUntil, expires_at
            from unnest(:functions, :keys, :triggers, :hashes, :ids, :expiries)
                as row (function_name, key, trigger_id, payload_sha256, id, expires_at)
            order by function_name, key, trigger_id
            on conflict (function_name, key, trigger_id) do update set
                payload_sha256 = excluded.payload_sha256, kind = excluded.kind, state = 'running',
                invocation_id = excluded.invocation_id, executed_version = null, answer = null, answer_bytes = null,
                created_at = excluded.created_at, running_until = excluded.running_until,
                expires_at = excluded.expires_at
            where k.expires_at <= :now or (k.state = 'running' and k.running_until <= :now)
            returning invocation_id
            """;

    private static final String HOLDERS = """
            select k.function_name, k.key, k.trigger_id, k.answer_bytes, k.invocation_id, k.kind, k.payload_sha256, k.state, k.executed_version,
                   case when k.kind = :kind then k.answer end as answer, k.running_until
            from unnest(:functions, :keys, :triggers) as wanted (function_name, key, trigger_id)
            join idempotency_key k
                on (k.function_name, k.key, k.trigger_id) = (wanted.function_name, wanted.key, wanted.trigger_id)
            """;

    private static final String COMPLETE = """
            update idempotency_key
            set state = 'completed', executed_version = :version, answer = :answer, answer_bytes = :answerBytes,
                expires_at = :expiresAt
            where function_name = :function and key = :key and invocation_id = :id and state = 'running'
            """;

    private static final String FREE = """
            delete from idempotency_key where function_name = :function and key = :key and invocation_id = :id
            """;

    private static final String PRUNE = """
            delete from idempotency_key where (function_name, key, trigger_id) in (
                select function_name, key, trigger_id from idempotency_key where expires_at <= :now
                order by expires_at limit :most for update skip locked)
            """;

    private final JdbcClient jdbc;

    public IdempotencyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Claims keys, in the caller's transaction. Of several claims of one key the first is tried. Returns who has the
     * key, by invocation id, for each claim that was not granted.
     */
    public Map<UUID, KeyHolder> claim(Collection<KeyClaim> claims, CallKind kind, Instant now, Instant runningUntil) {
        Map<KeyName, KeyClaim> firsts = new LinkedHashMap<>();
        claims.forEach(claim -> firsts.putIfAbsent(claim.name(), claim));
        Set<UUID> granted = bind(CLAIM, firsts.values(), kind)
                .param(
                        "triggers",
                        SqlArrays.uuids(firsts.values(), claim -> KeyClaim.triggerOrZeros(claim.triggerId())))
                .param("expiries", SqlArrays.times(firsts.values(), claim -> now.plus(claim.life())))
                .param("hashes", SqlArrays.texts(firsts.values(), KeyClaim::payloadSha256))
                .param("ids", SqlArrays.uuids(firsts.values(), KeyClaim::invocationId))
                .param("now", SqlArrays.time(now))
                .param("runningUntil", SqlArrays.time(runningUntil))
                .query(UUID.class)
                .set();
        List<KeyClaim> losers = claims.stream()
                .filter(claim -> !granted.contains(claim.invocationId()))
                .toList();
        return losers.isEmpty() ? Map.of() : holdersOf(losers, kind);
    }

    /** Keeps the answer of a synchronous call for those who repeat it, unless it is larger than that many bytes. */
    public void complete(KeyClaim claim, String executedVersion, Payload answer, long largest, Instant now) {
        boolean kept = answer.size() <= largest;
        bind(COMPLETE, claim)
                .param("version", executedVersion)
                .param("answer", kept ? answer.bytes() : null)
                .param("answerBytes", kept ? null : answer.size())
                .param("expiresAt", SqlArrays.time(now.plus(claim.life())))
                .update();
    }

    /** Frees the key of a call that did not succeed. */
    public void free(KeyClaim claim) {
        bind(FREE, claim).update();
    }

    /** Removes expired keys, at most that many, and returns how many. */
    public int prune(Instant now, int most) {
        return jdbc.sql(PRUNE)
                .param("now", SqlArrays.time(now))
                .param("most", most)
                .update();
    }

    private Map<UUID, KeyHolder> holdersOf(List<KeyClaim> losers, CallKind kind) {
        Map<KeyName, KeyHolder> holders = new HashMap<>();
        List<KeyName> names = losers.stream().map(KeyClaim::name).distinct().toList();
        jdbc.sql(HOLDERS)
                .param("kind", word(kind))
                .param("functions", SqlArrays.texts(names, KeyName::functionName))
                .param("keys", SqlArrays.texts(names, KeyName::key))
                .param("triggers", SqlArrays.uuids(names, KeyName::trigger))
                .query(row -> {
                    holders.put(
                            new KeyName(
                                    row.getString("function_name"),
                                    row.getObject("trigger_id", UUID.class),
                                    row.getString("key")),
                            holder(row));
                });
        Map<UUID, KeyHolder> byLoser = new HashMap<>();
        for (KeyClaim loser : losers) {
            KeyHolder holder = holders.get(loser.name());
            if (holder == null) {
                throw new CannotAcquireLockException("the key was freed between two statements: try again");
            }
            byLoser.put(loser.invocationId(), holder);
        }
        return byLoser;
    }

    private JdbcClient.StatementSpec bind(String sql, Collection<KeyClaim> claims, CallKind kind) {
        return jdbc.sql(sql)
                .param("kind", word(kind))
                .param("functions", SqlArrays.texts(claims, KeyClaim::functionName))
                .param("keys", SqlArrays.texts(claims, KeyClaim::key));
    }

    private JdbcClient.StatementSpec bind(String sql, KeyClaim claim) {
        return jdbc.sql(sql)
                .param("function", claim.functionName())
                .param("key", claim.key())
                .param("id", claim.invocationId());
    }

    private static KeyHolder holder(ResultSet row) throws SQLException {
        byte[] answer = row.getBytes("answer");
        return new KeyHolder(
                row.getObject("invocation_id", UUID.class),
                CallKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("payload_sha256"),
                row.getString("state").equals("completed"),
                row.getString("executed_version"),
                answer == null ? null : Payload.wrap(answer),
                row.getObject("answer_bytes", Integer.class),
                row.getObject("running_until", OffsetDateTime.class).toInstant());
    }

    private static String word(CallKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
