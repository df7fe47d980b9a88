// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.DeliveryTime;
import io.glowplug.app.request.Fields;
import io.glowplug.app.request.PayloadJson;
import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.DelayedInvocations;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/invocations")
@Tag(name = "invocations")
class InvocationController {

    private static final PayloadJson NO_ANSWER = new PayloadJson(null, null);

    private final EventHistory history;
    private final DelayedInvocations delayed;
    private final InstantSource clock;
    private final TriggerIds triggerIds;

    InvocationController(EventHistory history, DelayedInvocations delayed, InstantSource clock, TriggerIds triggerIds) {
        this.history = history;
        this.delayed = delayed;
        this.clock = clock;
        this.triggerIds = triggerIds;
    }

    /**
     * One invocation with its attempts and, once it has succeeded, the function's answer.
     *
     * @param answerBase64 instead of the answer where that is not JSON
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InvocationDetails(
            @JsonUnwrapped InvocationAnswer invocation,
            List<AttemptSummary> attempts,
            @JsonRawValue @Nullable String answer,
            @Nullable String answerBase64) {}

    @GetMapping
    @Operation(summary = "Searches invocations, newest first", description = "trigger takes an id or a name.")
    Page<InvocationAnswer> search(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        InvocationQuery query =
                new InvocationQuery(function, triggerIds.find(trigger), InvocationAnswer.statusOf(status), from, to);
        return history.invocations(query, page).map(InvocationAnswer::of);
    }

    @GetMapping("/{id}")
    InvocationDetails get(@PathVariable String id) {
        InvocationSummary invocation = find(id);
        PayloadJson answer =
                history.answer(invocation.id()).map(PayloadJson::of).orElse(NO_ANSWER);
        return new InvocationDetails(
                InvocationAnswer.of(invocation), history.attempts(invocation.id()), answer.json(), answer.base64());
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Cancels an invocation that is waiting")
    InvocationAnswer cancel(@PathVariable String id) {
        history.cancel(find(id).id());
        return InvocationAnswer.of(find(id));
    }

    /** Whose waiting invocations to cancel: a function's or a trigger's, by id or name. */
    record CancelRequest(
            @Nullable String function, @Nullable String trigger) {}

    record CancelledCount(long cancelled) {}

    @PostMapping("/cancel")
    @Operation(summary = "Cancels everything that waits for a function, or of a trigger; what runs ends by itself")
    CancelledCount cancelAll(@RequestBody CancelRequest request) {
        String function = request.function();
        UUID trigger = triggerIds.find(request.trigger());
        if ((function == null) == (trigger == null)) {
            throw RefusedException.invalid("function", "or trigger must be given, and not both");
        }
        return new CancelledCount(
                trigger == null
                        ? history.cancelWaiting(Fields.required("function", function))
                        : history.cancelWaitingOf(trigger));
    }

    /**
     * When to deliver.
     *
     * @param deliverAt an instant; one that has passed for at once
     * @param deliverAfter an ISO 8601 duration or whole seconds, from now on
     */
    record DeliveryRequest(
            @Nullable String deliverAt, @Nullable String deliverAfter) {}

    @PutMapping("/{id}/delivery")
    @Operation(
            summary = "Delivers a waiting invocation at another time",
            description = "At most 365 days ahead. Refused once it has been attempted.")
    InvocationAnswer deliver(@PathVariable String id, @RequestBody DeliveryRequest request) {
        Instant at = DeliveryTime.of(request.deliverAt(), request.deliverAfter(), clock.instant());
        delayed.deliverAt(find(id).id(), Fields.required("deliverAt", at));
        return InvocationAnswer.of(find(id));
    }

    private InvocationSummary find(String id) {
        UUID invocationId = Fields.id("invocation", id);
        return history.invocation(invocationId)
                .orElseThrow(() -> RefusedException.notFound("there is no invocation " + id));
    }
}
