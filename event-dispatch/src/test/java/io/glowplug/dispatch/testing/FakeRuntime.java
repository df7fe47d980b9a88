// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands in for the registry and the runtime: knows the scripted functions and runs them. */
final class FakeRuntime {

    private final Map<String, ScriptedFunction> functions = new ConcurrentHashMap<>();
    private final Set<String> inactive = ConcurrentHashMap.newKeySet();

    ScriptedFunction add(String name) {
        return functions.computeIfAbsent(name, ScriptedFunction::new);
    }

    void remove(String name) {
        functions.remove(name);
    }

    void openAll() {
        functions.values().forEach(ScriptedFunction::open);
    }

    void deactivate(String name) {
        inactive.add(name);
    }

    void activate(String name) {
        inactive.remove(name);
    }

    FunctionVersion resolve(String functionName, @Nullable String qualifier) {
        if (inactive.contains(functionName)) {
            throw RefusedException.conflict("The function " + functionName + " is pending.");
        }
        return function(functionName).version();
    }

    AttemptOutcome invoke(AttemptRequest request) {
        return function(request.version().functionName()).invoke(request);
    }

    private ScriptedFunction function(String name) {
        ScriptedFunction function = functions.get(name);
        if (function == null) {
            throw RefusedException.notFound("There is no function " + name + ".");
        }
        return function;
    }
}
