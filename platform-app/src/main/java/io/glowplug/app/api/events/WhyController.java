// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.events;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.Standings;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Why something is not running. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "events")
class WhyController {

    private final Standings standings;

    WhyController(Standings standings) {
        this.standings = standings;
    }

    record EventWhyAnswer(List<WhyAnswer> invocations) {}

    @GetMapping("/events/{id}/why")
    @Operation(summary = "Tells of each invocation of the event how it stands, and why it is not running")
    EventWhyAnswer ofEvent(@PathVariable String id) {
        List<WhyAnswer> answers = standings.ofEvent(Fields.id("event", id)).stream()
                .map(WhyAnswer::of)
                .toList();
        if (answers.isEmpty()) {
            throw RefusedException.notFound("there is no event " + id);
        }
        return new EventWhyAnswer(answers);
    }

    @GetMapping("/invocations/{id}/why")
    @Operation(summary = "Tells how the invocation stands, and why it is not running")
    WhyAnswer ofInvocation(@PathVariable String id) {
        return standings
                .ofInvocation(Fields.id("invocation", id))
                .map(WhyAnswer::of)
                .orElseThrow(() -> RefusedException.notFound("there is no invocation " + id));
    }
}
