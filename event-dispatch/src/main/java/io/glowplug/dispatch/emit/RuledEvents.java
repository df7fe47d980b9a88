// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EventExpression;
import io.glowplug.dispatch.EventExpression.EvaluationException;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.IdempotencyRule.IfMissing;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerEvent.SentKey;
import io.glowplug.dispatch.store.EventStore.Rejected;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.StoredText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an emission becomes in the ledger: events with their idempotency keys, and those that are rejected, by the
 * connector or because the trigger's rule finds no key in them.
 */
record RuledEvents(List<NewInvocation> invocations, List<Rejected> rejected, Map<UUID, SentKey> sentKeys) {

    static RuledEvents of(Emission emission, EventExpressions expressions) {
        TriggerBinding binding = emission.binding();
        IdempotencyRule rule = binding.idempotency();
        EventExpression expression =
                rule == null ? null : expressions.compile("idempotency.expression", rule.expression());
        List<NewInvocation> invocations = new ArrayList<>(emission.events().size());
        List<Rejected> rejected = new ArrayList<>();
        Map<UUID, SentKey> sentKeys = new HashMap<>();
        for (TriggerEvent event : emission.events()) {
            if (rule == null || expression == null) {
                SentKey sent = event.sentKey();
                invocations.add(noted(sentKeys, event, invocation(binding, event, sent == null ? null : sent.key())));
                continue;
            }
            try {
                Optional<String> key = expression.text(event.payload());
                if (key.isEmpty() && rule.ifMissing() == IfMissing.REJECT) {
                    rejected.add(new Rejected(
                            invocation(binding, event, null),
                            "IdempotencyKeyMissing",
                            "The trigger's expression finds no idempotency key in this event."));
                } else {
                    invocations.add(noted(sentKeys, event, invocation(binding, event, key.orElse(null))));
                }
            } catch (EvaluationException e) {
                rejected.add(new Rejected(
                        invocation(binding, event, null),
                        "IdempotencyExpressionFailed",
                        String.valueOf(e.getMessage())));
            }
        }
        for (RejectedEvent event : emission.rejected()) {
            rejected.add(
                    new Rejected(invocation(binding, event.event(), null), event.errorType(), event.errorMessage()));
        }
        return new RuledEvents(List.copyOf(invocations), List.copyOf(rejected), Map.copyOf(sentKeys));
    }

    private static NewInvocation noted(Map<UUID, SentKey> sentKeys, TriggerEvent event, NewInvocation invocation) {
        if (event.sentKey() != null) {
            sentKeys.put(invocation.id(), event.sentKey());
        }
        return invocation;
    }

    private static NewInvocation invocation(
            TriggerBinding binding, TriggerEvent event, @Nullable String idempotencyKey) {
        return new NewInvocation(
                UuidCreator.getTimeOrderedEpochPlus1(),
                binding.functionName(),
                binding.qualifier(),
                binding.triggerId(),
                event.source(),
                StoredText.key(event.key()),
                StoredText.key(event.orderingKey()),
                StoredText.key(idempotencyKey),
                event.occurredAt(),
                event.attributes(),
                event.payload(),
                event.records());
    }
}
