// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/trigger-types")
@Tag(name = "triggers")
class TriggerTypeController {

    private final Triggers triggers;

    TriggerTypeController(Triggers triggers) {
        this.triggers = triggers;
    }

    record TypesAnswer(List<String> items) {}

    @GetMapping
    @Operation(summary = "Names the types of triggers that can be created")
    TypesAnswer types() {
        return new TypesAnswer(triggers.kinds());
    }
}
