// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import io.glowplug.dispatch.EventExpression.EvaluationException;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControls;
import io.glowplug.runtime.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which functions' events are held back, and what each event counts under. One look into a map for all others. */
public final class FlowRules {

    private final FlowControls controls;
    private final EventExpressions expressions;

    public FlowRules(FlowControls controls, EventExpressions expressions) {
        this.controls = controls;
        this.expressions = expressions;
    }

    /** The same map as long as nothing has changed. */
    public Map<String, FlowControl> limited() {
        return controls.limited();
    }

    public boolean limits(String functionName) {
        return controls.limited().containsKey(functionName);
    }

    /** What an event of the function counts under; null if its events are not held back. */
    public @Nullable FlowKeys keysOf(String functionName, Payload payload) {
        FlowControl control = controls.limited().get(functionName);
        return control == null ? null : keysOf(control, payload);
    }

    /** Says whether the payload is needed to tell the keys. */
    public static boolean readsPayload(FlowControl control) {
        return rateKey(control) != null || concurrencyKey(control) != null;
    }

    public FlowKeys keysOf(FlowControl control, Payload payload) {
        return readsPayload(control)
                ? FlowKeys.of(read(rateKey(control), payload), read(concurrencyKey(control), payload))
                : FlowKeys.NONE;
    }

    /** An event that the expression cannot be evaluated on has no key: it waits together with the others that have none. */
    private @Nullable String read(@Nullable String expression, Payload payload) {
        if (expression == null) {
            return null;
        }
        try {
            return expressions.compile("key", expression).text(payload).orElse(null);
        } catch (EvaluationException without) {
            return null;
        }
    }

    private static @Nullable String rateKey(FlowControl control) {
        return control.rateLimit() == null ? null : control.rateLimit().key();
    }

    private static @Nullable String concurrencyKey(FlowControl control) {
        return control.concurrency() == null ? null : control.concurrency().key();
    }
}
