// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The circuit breaker of a trigger; how it stands is in the trigger's status. */
@RestController
@RequestMapping("/api/v1/triggers/{trigger}/circuit-breaker")
@Tag(name = "triggers")
class CircuitBreakerController {

    private final Triggers triggers;
    private final CircuitBreakers breakers;

    CircuitBreakerController(Triggers triggers, CircuitBreakers breakers) {
        this.triggers = triggers;
        this.breakers = breakers;
    }

    @PostMapping("/close")
    @Operation(
            summary = "Closes the circuit breaker now, without a probe",
            description = "What waits is started at once, and failures are counted from zero again. Returns the"
                    + " trigger's status.")
    TriggerStatus close(@PathVariable String trigger) {
        TriggerDefinition found = triggers.get(trigger);
        if (found.delivery().circuitBreaker() == null) {
            throw RefusedException.conflict("The trigger " + found.name() + " has no circuit breaker.");
        }
        breakers.close(found.id());
        return triggers.status(found.id());
    }
}
