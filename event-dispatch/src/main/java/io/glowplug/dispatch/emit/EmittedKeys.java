// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.EmitResult.Known;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent.SentKey;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /**
     * What became of the keys of an emission.
     *
     * @param fresh the ids of its events that are new, those to be rejected included
     * @param known what those turned out to be that are not
     */
    record Claimed(Set<UUID> fresh, List<Known> known) {}

    /** Says of each emission which of its events are new, and counts the others. */
    List<Claimed> claim(List<RuledEmission> group, Instant now) {
        Set<UUID> delivered =
                deliveries.claim(group.stream().flatMap(RuledEmission::all).toList(), now);
        List<List<KeyClaim>> claims =
                group.stream().map(ruled -> claims(ruled, delivered)).toList();
        // All at once and so in the order of the keys, since another node may claim the same ones in another order.
        List<KeyClaim> all = claims.stream().flatMap(List::stream).toList();
        Map<UUID, KeyHolder> holders =
                all.isEmpty() ? Map.of() : keys.claim(all, CallKind.ASYNC, now, KeyClaim.UNTIL_ITS_END);
        List<Claimed> claimed = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            claimed.add(claimed(group.get(i), delivered, claims.get(i), holders));
        }
        all.stream()
                .collect(Collectors.groupingBy(EmittedKeys::triggerOf, TreeMap::new, Collectors.toList()))
                .forEach((trigger, theirs) -> count(trigger, theirs, holders, now));
        return claimed;
    }

    private Claimed claimed(
            RuledEmission ruled, Set<UUID> delivered, List<KeyClaim> claims, Map<UUID, KeyHolder> holders) {
        List<NewInvocation> all = ruled.all().toList();
        List<Known> known = new ArrayList<>();
        deliveries.firstOf(ruled.triggerId(), all, delivered).forEach(event -> known.add(new Known(event, true)));
        for (KeyClaim claim : claims) {
            KeyHolder holder = holders.get(claim.invocationId());
            if (holder != null) {
                known.add(new Known(holder.invocationId(), holder.sameCall(claim, CallKind.ASYNC)));
            }
        }
        Set<UUID> fresh = all.stream()
                .map(NewInvocation::id)
                .filter(id -> delivered.contains(id) && !holders.containsKey(id))
                .collect(Collectors.toSet());
        return new Claimed(fresh, known);
    }

    private static List<KeyClaim> claims(RuledEmission ruled, Set<UUID> fresh) {
        TriggerBinding binding = ruled.emission().binding();
        IdempotencyRule rule = binding.idempotency();
        List<KeyClaim> claims = new ArrayList<>();
        for (NewInvocation event : ruled.events().invocations()) {
            SentKey sent = ruled.events().sentKeys().get(event.id());
            Duration life =
                    rule != null ? Duration.ofSeconds(rule.ttlSeconds()) : sent != null ? sent.life() : Duration.ZERO;
            if (event.idempotencyKey() != null && fresh.contains(event.id())) {
                claims.add(new KeyClaim(
                        binding.functionName(),
                        binding.triggerId(),
                        event.idempotencyKey(),
                        sent == null
                                ? event.payload().sha256()
                                : Payload.ofUtf8(sent.sameness()).sha256(),
                        event.id(),
                        life));
            }
        }
        return claims;
    }

    private static UUID triggerOf(KeyClaim claim) {
        return Objects.requireNonNull(claim.triggerId(), "what is emitted is a trigger's");
    }

    private void count(UUID triggerId, List<KeyClaim> claims, Map<UUID, KeyHolder> holders, Instant now) {
        long same = 0;
        long other = 0;
        for (KeyClaim claim : claims) {
            KeyHolder holder = holders.get(claim.invocationId());
            if (holder != null && holder.sameCall(claim, CallKind.ASYNC)) {
                same++;
            } else if (holder != null) {
                other++;
            }
        }
        if (same + other == 0) {
            return;
        }
        jdbc.sql(COUNT)
                .param("trigger", triggerId)
                .param("same", same)
                .param("other", other)
                .param("now", SqlArrays.time(now))
                .update();
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
