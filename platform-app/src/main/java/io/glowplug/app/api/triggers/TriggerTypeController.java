// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

    /**
     * One type.
     *
     * @param capabilities such as {@code batched}: what its triggers can do
     * @param settingsSchema what its settings may say, as JSON Schema
     */
    record TypeAnswer(
            String type,
            List<String> capabilities,
            @JsonRawValue String settingsSchema) {}

    @GetMapping("/{type}")
    @Operation(summary = "Returns a type with the JSON Schema of its settings")
    TypeAnswer type(@PathVariable String type) {
        if (!triggers.kinds().contains(type)) {
            throw RefusedException.notFound("there is no type of triggers " + type);
        }
        List<String> capabilities = triggers.capabilities(type).stream()
                .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        return new TypeAnswer(type, capabilities, triggers.settingsSchema(type));
    }

    @GetMapping
    @Operation(summary = "Names the types of triggers that can be created")
    TypesAnswer types() {
        return new TypesAnswer(triggers.kinds());
    }
}
