// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.trigger.FilteredEvent;
import io.glowplug.trigger.FilteredEvents;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the filters of triggers turned away. */
@RestController
@RequestMapping("/api/v1/triggers")
@Tag(name = "triggers")
class FilteredEventController {

    private final Triggers triggers;
    private final FilteredEvents filtered;

    FilteredEventController(Triggers triggers, FilteredEvents filtered) {
        this.triggers = triggers;
        this.filtered = filtered;
    }

    record FilteredAnswer(List<FilteredEvent> items) {}

    @GetMapping("/{trigger}/filtered")
    @Operation(
            summary = "Returns the last events that the trigger's filter turned away, newest first",
            description = "At most 20, a sample where there are many; preview is the beginning of the document.")
    FilteredAnswer filtered(@PathVariable String trigger) {
        return new FilteredAnswer(filtered.of(triggers.get(trigger).id()));
    }
}
