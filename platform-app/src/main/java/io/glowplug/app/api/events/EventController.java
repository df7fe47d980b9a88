// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.glowplug.app.api.invocations.InvocationAnswer;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.Fields;
import io.glowplug.app.request.PayloadJson;
import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "events")
class EventController {

    private static final PayloadJson NO_PAYLOAD = new PayloadJson(null, null);

    private final EventHistory history;
    private final TriggerIds triggerIds;

    EventController(EventHistory history, TriggerIds triggerIds) {
        this.history = history;
        this.triggerIds = triggerIds;
    }

    /**
     * One event with everything that became of it.
     *
     * @param payloadBase64 instead of the payload where that is not JSON
     * @param payloadGone why there is no payload, in a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventDetailsAnswer(
            @JsonUnwrapped EventAnswer event,
            @JsonRawValue @Nullable String payload,
            @Nullable String payloadBase64,
            @Nullable String payloadGone,
            Map<String, String> attributes,
            List<InvocationAnswer> invocations,
            List<AttemptSummary> attempts,
            List<TimelineEntry> timeline) {

        static EventDetailsAnswer of(EventDetails details) {
            PayloadJson payload = details.payload() == null ? NO_PAYLOAD : PayloadJson.of(details.payload());
            return new EventDetailsAnswer(
                    EventAnswer.of(details.event()),
                    payload.json(),
                    payload.base64(),
                    details.payload() == null ? "The payload is past its retention." : null,
                    details.attributes(),
                    details.invocations().stream().map(InvocationAnswer::of).toList(),
                    details.attempts(),
                    details.timeline());
        }
    }

    @GetMapping
    @Operation(summary = "Searches events, newest first", description = "trigger takes an id or a name.")
    Page<EventAnswer> search(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        EventQuery query = new EventQuery(function, triggerIds.find(trigger), key, from, to);
        return history.events(query, page).map(EventAnswer::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Returns the event with its payload and time line")
    EventDetailsAnswer get(@PathVariable String id) {
        return history.event(Fields.id("event", id))
                .map(EventDetailsAnswer::of)
                .orElseThrow(() -> RefusedException.notFound("there is no event " + id));
    }
}
