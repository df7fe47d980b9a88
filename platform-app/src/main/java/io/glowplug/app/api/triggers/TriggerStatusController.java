// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.app.audit.NotAudited;
import io.glowplug.app.request.Fields;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerNote;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** How triggers are doing, and what they would do. */
@RestController
@RequestMapping("/api/v1/triggers")
@Tag(name = "triggers")
class TriggerStatusController {

    private static final int DEFAULT_SLOTS = 10;
    private static final int MOST_SLOTS = 1_000;

    private final Triggers triggers;

    TriggerStatusController(Triggers triggers) {
        this.triggers = triggers;
    }

    @GetMapping("/{trigger}/status")
    TriggerStatus status(@PathVariable String trigger) {
        return triggers.status(triggers.get(trigger).id());
    }

    @GetMapping("/{trigger}/notes")
    @Operation(summary = "Returns the trigger's own time line, newest first")
    Page<TriggerNote> notes(@PathVariable String trigger, PageRequest page) {
        return triggers.notes(triggers.get(trigger).id(), page);
    }

    record PreviewRequest(
            @Nullable JsonNode settings, @Nullable Integer count) {}

    record PreviewAnswer(List<Instant> slots) {}

    @PostMapping("/schedule-preview")
    @NotAudited
    @Operation(summary = "Returns the next slots of a schedule with these settings; nothing is stored")
    PreviewAnswer preview(@RequestBody PreviewRequest request) {
        int count = request.count() == null ? DEFAULT_SLOTS : request.count();
        if (count < 1 || count > MOST_SLOTS) {
            throw RefusedException.invalid("count", "must be between 1 and " + MOST_SLOTS);
        }
        String settings = Fields.required("settings", request.settings()).toString();
        return new PreviewAnswer(triggers.previewSlots(settings, count));
    }

    record FilterTestRequest(
            @Nullable JsonNode filter, @Nullable JsonNode document) {}

    record FilterTestAnswer(boolean passes) {}

    @PostMapping("/filter-test")
    @NotAudited
    @Operation(summary = "Tells whether an event pattern lets a document pass")
    FilterTestAnswer testFilter(@RequestBody FilterTestRequest request) {
        String filter = Fields.required("filter", request.filter()).toString();
        String document = Fields.required("document", request.document()).toString();
        return new FilterTestAnswer(triggers.testFilter(filter, document));
    }
}
