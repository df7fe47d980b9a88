// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import io.glowplug.app.api.resends.ResendAnswer;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.DeliveryTime;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.Resends;
import io.glowplug.runtime.Payload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "dead-letters")
class DeadLetterRedriveController {

    private final DeadLetterQueue queue;
    private final Resends resends;
    private final DryRuns dryRuns;
    private final TriggerIds triggerIds;
    private final InstantSource clock;

    DeadLetterRedriveController(
            DeadLetterQueue queue, Resends resends, DryRuns dryRuns, TriggerIds triggerIds, InstantSource clock) {
        this.queue = queue;
        this.resends = resends;
        this.dryRuns = dryRuns;
        this.triggerIds = triggerIds;
        this.clock = clock;
    }

    /**
     * How to send one again.
     *
     * @param payload in place of its own
     * @param function another function; its latest state unless there is a qualifier
     * @param qualifier another version or alias
     * @param deliverAt when to deliver it; or deliverAfter, an ISO 8601 duration or seconds
     */
    record RedriveOneRequest(
            @Nullable JsonNode payload,
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable String deliverAt,
            @Nullable String deliverAfter) {}

    /**
     * Selects dead letters; what is left out selects nothing away.
     *
     * @param function the function that they were addressed to
     * @param trigger id or name
     * @param error exact type of the last error
     * @param fingerprint that of a group
     * @param ids only these, at most 1,000
     * @param from first instant of the death, included
     * @param to last instant of the death, excluded
     * @param target where to send them, left out for where they were addressed to
     * @param ratePerSecond at most that many become due in each second; left out for as fast as possible
     * @param deliverAt when to begin; or deliverAfter
     * @param dryRun answers how many there are, and sends nothing
     */
    @Schema(name = "DeadLetterRedriveRequest") // deliveries have a request of the same name
    record RedriveRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String error,
            @Nullable String fingerprint,
            @Nullable List<@Nullable String> ids,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable RedriveTarget target,
            @Nullable Double ratePerSecond,
            @Nullable String deliverAt,
            @Nullable String deliverAfter,
            @Nullable Boolean dryRun) {

        DeadLetterSelection selection() {
            return new DeadLetterSelection(function, trigger, error, fingerprint, ids, from, to);
        }

        Redirection redirection() {
            return target == null ? Redirection.NONE : new Redirection(target.function(), target.qualifier());
        }
    }

    /** Another function, or another version or alias of the one that each was addressed to. */
    record RedriveTarget(
            @Nullable String function, @Nullable String qualifier) {}

    record RedrivenAnswer(UUID invocationId) {}

    @PostMapping("/{id}/redrive")
    @Operation(
            summary = "Sends it again as a new invocation",
            description = "With another payload, to another version or function, or later, if asked to. Its idempotency"
                    + " key is taken again; where a later call has it, the redrive is refused.")
    RedrivenAnswer redrive(
            @PathVariable String id, @RequestBody(required = false) @Nullable RedriveOneRequest request) {
        UUID letter = Fields.id("dead letter", id);
        if (request == null) {
            return new RedrivenAnswer(queue.redrive(letter, RedriveOrder.UNCHANGED));
        }
        return new RedrivenAnswer(queue.redrive(
                letter,
                new RedriveOrder(
                        payloadOf(request.payload()),
                        new Redirection(request.function(), request.qualifier()),
                        DeliveryTime.of(request.deliverAt(), request.deliverAfter(), clock.instant()))));
    }

    @PostMapping("/{id}/dry-run")
    @Operation(
            summary = "Runs the function with it and answers what came of it; the dead letter stays as it is",
            description = "With another payload, version or function, if asked to. What the function does to other"
                    + " systems is real; it can tell by the client context's custom entry glowplug.dryRun.")
    DryRuns.DryRunAnswer dryRun(
            @PathVariable String id, @RequestBody(required = false) DryRuns.@Nullable DryRunRequest request) {
        return dryRuns.run(Fields.id("dead letter", id), request);
    }

    @PostMapping("/redrive")
    @Operation(
            summary = "Sends all that match again, oldest first",
            description =
                    "Answers 202 at once with the redrive, which goes on whatever node dies; with dryRun 200 and how"
                            + " many dead letters match.")
    @ApiResponse(
            responseCode = "202",
            description = "The redrive has begun",
            content = @Content(schema = @Schema(implementation = ResendAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With dryRun: how many there are",
            content = @Content(schema = @Schema(implementation = ResendAnswer.Matching.class)))
    ResponseEntity<?> redriveAll(@RequestBody RedriveRequest request) {
        DeadLetterQuery query = request.selection().query(triggerIds, false);
        if (Boolean.TRUE.equals(request.dryRun())) {
            return ResendAnswer.Matching.answer(resends.count(query));
        }
        double rate = request.ratePerSecond() == null ? 0 : request.ratePerSecond();
        Instant startAt = DeliveryTime.of(request.deliverAt(), request.deliverAfter(), clock.instant());
        return ResendAnswer.started(resends.startRedrive(query, new ResendTerms(request.redirection(), rate, startAt)));
    }

    static @Nullable Payload payloadOf(@Nullable JsonNode payload) {
        return payload == null ? null : Payload.ofUtf8(payload.toString());
    }
}
