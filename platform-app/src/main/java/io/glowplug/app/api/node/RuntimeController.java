// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.RuntimeStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/runtimes")
@Tag(name = "runtimes")
class RuntimeController {

    private final RuntimeCatalog catalog;
    private final RuntimeStatus status;

    RuntimeController(RuntimeCatalog catalog, RuntimeStatus status) {
        this.catalog = catalog;
        this.status = status;
    }

    /** What was found on this node, and how functions are kept apart from it. */
    record RuntimesAnswer(
            List<RuntimeAnswer> items,
            RuntimeStatus.SandboxStatus sandbox,
            RuntimeStatus.Capacity capacity,
            List<RuntimeStatus.EnvironmentSnapshot> environments) {}

    /**
     * One runtime.
     *
     * @param refusal why it cannot be served, left out if it can
     * @param interpretersAhead how many wait for the first call of a function
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuntimeAnswer(
            String runtime,
            boolean servable,
            @Nullable String version,
            @Nullable String refusal,
            int interpretersAhead) {

        static RuntimeAnswer of(RuntimeAvailability runtime, int ahead) {
            return new RuntimeAnswer(
                    runtime.runtime(), runtime.servable(), runtime.version(), runtime.refusal(), ahead);
        }
    }

    @GetMapping
    @Operation(summary = "Returns what this node serves, its sandbox, capacity and execution environments")
    RuntimesAnswer runtimes() {
        Map<String, Integer> ahead = status.interpretersAhead();
        return new RuntimesAnswer(
                catalog.runtimes().stream()
                        .map(runtime -> RuntimeAnswer.of(runtime, ahead.getOrDefault(runtime.runtime(), 0)))
                        .toList(),
                status.sandbox(),
                status.capacity(),
                status.environments());
    }
}
