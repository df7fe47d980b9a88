// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.filter.EventPatterns;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of a draft that do not depend on what is stored. */
@Component
class DraftRules {

    /** EventBridge Scheduler's names. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final TriggerKinds kinds;
    private final FunctionResolver functions;
    private final EventExpressions expressions;

    DraftRules(TriggerKinds kinds, FunctionResolver functions, EventExpressions expressions) {
        this.kinds = kinds;
        this.functions = functions;
        this.expressions = expressions;
    }

    CheckedDraft check(TriggerDraft draft) {
        Violations.of()
                .check(
                        NAME.matcher(draft.name()).matches(),
                        "name",
                        "must be 1 to 64 letters, digits, hyphens, underscores or dots")
                .refuseIfAny();
        CheckedSettings<?> settings = kinds.read(draft.type(), draft.settings());
        if (settings.answersAtOnce()) {
            refuseWhatIsForEvents(draft);
        }
        EventPatterns.compile(draft.filter());
        BatchSettings batch = batch(draft.type(), draft.batch());
        check(draft.idempotency(), batch);
        refuseUnknownFunction(draft.functionName(), draft.qualifier());
        return new CheckedDraft(
                draft.name(),
                draft.functionName(),
                draft.qualifier(),
                draft.type(),
                settings,
                draft.filter(),
                batch,
                draft.retry() == null ? RetryPolicy.DEFAULT : draft.retry(),
                delivery(draft.type(), draft.delivery()),
                draft.idempotency(),
                draft.paused());
    }

    /** What is answered at once is no event: there is nothing to filter, to retry or to hold back. */
    private static void refuseWhatIsForEvents(TriggerDraft draft) {
        String rule = "does not apply to " + draft.type() + " triggers that answer at once: it is for events";
        Violations.of()
                .check(draft.filter() == null, "filter", rule)
                .check(draft.retry() == null || draft.retry().equals(RetryPolicy.DEFAULT), "retry", rule)
                .check(draft.idempotency() == null, "idempotency", rule)
                .check(draft.delivery().maxConcurrency() == null, "maxConcurrency", rule)
                .check(draft.delivery().circuitBreaker() == null, "circuitBreaker", rule)
                .refuseIfAny();
    }

    private BatchSettings batch(String type, @Nullable BatchSettings batch) {
        if (kinds.capabilitiesOf(type).contains(ConnectorCapability.BATCHED)) {
            return batch == null ? kinds.defaultBatchOf(type) : batch;
        }
        if (batch != null && !batch.equals(BatchSettings.SINGLE)) {
            throw RefusedException.invalid("batch", "does not apply to " + type + " triggers: each event comes alone");
        }
        return BatchSettings.SINGLE;
    }

    /** The key is one event's. A batch is one event too, and no other batch would ever have the same key. */
    private void check(@Nullable IdempotencyRule rule, BatchSettings batch) {
        if (rule == null) {
            return;
        }
        expressions.compile("idempotency.expression", rule.expression());
        if (batch.size() != 1) {
            throw RefusedException.invalid("idempotency", "needs batch.size 1: a key is that of one record");
        }
    }

    private DeliverySettings delivery(String type, DeliverySettings delivery) {
        if (delivery.onDeadLetter() == OnDeadLetter.STOP
                && !kinds.capabilitiesOf(type).contains(ConnectorCapability.ORDERED)) {
            throw RefusedException.invalid(
                    "ordering.onDeadLetter", "does not apply to " + type + " triggers: their events are in no order");
        }
        return delivery;
    }

    /** A function that is not active yet, or not any more, may well have triggers. */
    private void refuseUnknownFunction(String functionName, @Nullable String qualifier) {
        try {
            functions.resolve(functionName, qualifier);
        } catch (RefusedException refused) {
            if (refused.refusal() == Refusal.NOT_FOUND) {
                throw RefusedException.invalid(
                        "function",
                        "must exist, and " + functionName + (qualifier == null ? "" : ":" + qualifier) + " does not");
            }
            if (refused.refusal() != Refusal.CONFLICT) {
                throw refused;
            }
        }
    }
}
