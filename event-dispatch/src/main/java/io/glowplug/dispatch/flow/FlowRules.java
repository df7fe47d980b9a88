// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import io.glowplug.dispatch.FlowKeyReader;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControls;
import io.glowplug.runtime.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which functions' events are held back, and what each event counts under. One look into a map for all others. */
public final class FlowRules {

    private final FlowControls controls;
    private final FlowKeyReader keys;

    public FlowRules(FlowControls controls, FlowKeyReader keys) {
        this.controls = controls;
        this.keys = keys;
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

    private @Nullable String read(@Nullable String expression, Payload payload) {
        return expression == null ? null : keys.read(expression, payload);
    }

    private static @Nullable String rateKey(FlowControl control) {
        return control.rateLimit() == null ? null : control.rateLimit().key();
    }

    private static @Nullable String concurrencyKey(FlowControl control) {
        return control.concurrency() == null ? null : control.concurrency().key();
    }
}
