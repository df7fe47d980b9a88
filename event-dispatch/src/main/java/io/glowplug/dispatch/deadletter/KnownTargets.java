// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of functions, each asked for once, whether something can be sent to them. For one portion, and one thread. */
public final class KnownTargets {

    private final FunctionResolver functions;
    private final Map<Target, Optional<RefusedException>> known = new HashMap<>();

    public KnownTargets(FunctionResolver functions) {
        this.functions = functions;
    }

    /** Returns why nothing can be sent there, or empty if it can. */
    public Optional<RefusedException> refusal(String functionName, @Nullable String qualifier) {
        return known.computeIfAbsent(new Target(functionName, qualifier), this::resolve);
    }

    private Optional<RefusedException> resolve(Target target) {
        try {
            functions.resolve(target.functionName(), target.qualifier());
            return Optional.empty();
        } catch (RefusedException refused) {
            return Optional.of(refused);
        }
    }

    private record Target(String functionName, @Nullable String qualifier) {}
}
