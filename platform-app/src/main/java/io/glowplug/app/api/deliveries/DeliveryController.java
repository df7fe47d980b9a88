// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deliveries;

import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/deliveries")
@Tag(name = "deliveries", description = "Outcomes on their way to destinations, and what became of them")
class DeliveryController {

    private final Deliveries deliveries;
    private final TriggerIds triggerIds;

    DeliveryController(Deliveries deliveries, TriggerIds triggerIds) {
        this.deliveries = deliveries;
        this.triggerIds = triggerIds;
    }

    /**
     * Selects failed deliveries; what is left out selects nothing away.
     *
     * @param trigger id or name
     * @param type of the destination as it stands now
     * @param from first instant at which the invocation was made, included
     * @param to last one, excluded
     */
    record RedriveRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String event,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant to) {}

    record RedrivenCount(long redriven) {}

    @GetMapping
    @Operation(
            summary = "Lists deliveries, newest first",
            description =
                    "state is waiting, running, delivered or failed; trigger takes an id or a name; from and to are"
                            + " times of the invocation.")
    Page<DeliveryAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String event,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        DeliveryQuery query =
                new DeliveryQuery(function, triggerIds.find(trigger), status(state), eventId(event), type, from, to);
        return deliveries.list(query, page).map(DeliveryAnswer::inList);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Returns the delivery with its time line")
    DeliveryAnswer get(@PathVariable String id) {
        UUID wanted = Fields.id("delivery", id);
        Delivery delivery =
                deliveries.find(wanted).orElseThrow(() -> RefusedException.notFound("there is no delivery " + id));
        return DeliveryAnswer.withTimeline(delivery, deliveries.attempts(wanted));
    }

    @PostMapping("/{id}/redrive")
    @Operation(summary = "Tries a failed one again, to the destination as it stands now, with a fresh budget")
    RedrivenCount redrive(@PathVariable String id) {
        deliveries.redrive(Fields.id("delivery", id));
        return new RedrivenCount(1);
    }

    @PostMapping("/redrive")
    @Operation(summary = "Tries again all failed ones that match")
    RedrivenCount redriveAll(@RequestBody RedriveRequest request) {
        return new RedrivenCount(deliveries.redriveAll(new DeliveryQuery(
                request.function(),
                triggerIds.find(request.trigger()),
                DeliveryStatus.FAILED,
                eventId(request.event()),
                request.type(),
                request.from(),
                request.to())));
    }

    private static @Nullable DeliveryStatus status(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return Arrays.stream(DeliveryStatus.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(state))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid("state", "must be waiting, running, delivered or failed"));
    }

    private static @Nullable UUID eventId(@Nullable String event) {
        try {
            return event == null ? null : UUID.fromString(event);
        } catch (IllegalArgumentException noId) {
            throw RefusedException.invalid("event", "must be the id of an event");
        }
    }
}
