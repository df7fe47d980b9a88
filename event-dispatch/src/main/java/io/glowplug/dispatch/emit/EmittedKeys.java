// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Decides by their keys which events of a trigger are new: by the key that the source gives to a delivery, and then by
 * the idempotency key that the trigger's rule gives to the event itself.
 */
public final class EmittedKeys {

    private static final String COUNT = """
            insert into trigger_duplicates as d (trigger_id, same_payload, other_payload, last_at)
            values (:trigger, :same, :other, :now)
            on conflict (trigger_id) do update set
                same_payload = d.same_payload + excluded.same_payload,
                other_payload = d.other_payload + excluded.other_payload, last_at = excluded.last_at
            """;

    private static final String READ =
            "select same_payload, other_payload from trigger_duplicates where trigger_id = :trigger";

    private static final String FORGET_COUNT = "delete from trigger_duplicates where trigger_id = :trigger";

    private static final String FORGET_KEYS = "delete from idempotency_key where trigger_id = :trigger";

    private final JdbcClient jdbc;
    private final EventKeyStore deliveries;
    private final IdempotencyStore keys;

    public EmittedKeys(JdbcClient jdbc, EventKeyStore deliveries, IdempotencyStore keys) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.keys = keys;
    }

    /** Returns the ids of the events that are new, those to be rejected included, and counts the others. */
    Set<UUID> claim(Collection<RuledEmission> group, Instant now) {
        Set<UUID> fresh =
                deliveries.claim(group.stream().flatMap(RuledEmission::all).toList(), now);
        for (RuledEmission ruled : group) {
            TriggerBinding binding = ruled.emission().binding();
            IdempotencyRule rule = binding.idempotency();
            if (rule != null) {
                fresh.removeAll(duplicates(binding, rule, ruled.events().invocations(), fresh, now));
            }
        }
        return fresh;
    }

    private Collection<UUID> duplicates(
            TriggerBinding binding, IdempotencyRule rule, List<NewInvocation> events, Set<UUID> fresh, Instant now) {
        List<KeyClaim> claims = new ArrayList<>();
        for (NewInvocation event : events) {
            if (event.idempotencyKey() != null && fresh.contains(event.id())) {
                claims.add(new KeyClaim(
                        binding.functionName(),
                        binding.triggerId(),
                        event.idempotencyKey(),
                        event.payload().sha256(),
                        event.id(),
                        Duration.ofSeconds(rule.ttlSeconds())));
            }
        }
        if (claims.isEmpty()) {
            return List.of();
        }
        Map<UUID, KeyHolder> holders = keys.claim(claims, CallKind.ASYNC, now, KeyClaim.UNTIL_ITS_END);
        long same = claims.stream()
                .filter(claim -> holders.containsKey(claim.invocationId())
                        && holders.get(claim.invocationId()).sameCall(claim, CallKind.ASYNC))
                .count();
        if (!holders.isEmpty()) {
            jdbc.sql(COUNT)
                    .param("trigger", binding.triggerId())
                    .param("same", same)
                    .param("other", holders.size() - same)
                    .param("now", SqlArrays.time(now))
                    .update();
        }
        return new HashSet<>(holders.keySet());
    }

    DuplicateCounts counts(UUID triggerId) {
        return jdbc.sql(READ)
                .param("trigger", triggerId)
                .query((row, _) -> new DuplicateCounts(row.getLong("same_payload"), row.getLong("other_payload")))
                .optional()
                .orElse(DuplicateCounts.NONE);
    }

    void forget(UUID triggerId) {
        deliveries.forget(triggerId);
        jdbc.sql(FORGET_COUNT).param("trigger", triggerId).update();
        jdbc.sql(FORGET_KEYS).param("trigger", triggerId).update();
    }
}
