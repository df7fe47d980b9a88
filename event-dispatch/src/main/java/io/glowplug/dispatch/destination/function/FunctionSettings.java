// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.function;

import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.registry.Violations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function that gets outcomes as its events.
 *
 * @param qualifier version or alias, or null for its latest state
 */
record FunctionSettings(String function, @Nullable String qualifier) implements DestinationSettings {

    FunctionSettings {
        Violations.of()
                .check(function != null && !function.isBlank(), "function", "must be given")
                .refuseIfAny();
    }

    @Override
    public String target() {
        return "function " + function + (qualifier == null ? "" : ":" + qualifier);
    }

    @Override
    public Optional<String> calledFunction() {
        return Optional.of(function);
    }
}
