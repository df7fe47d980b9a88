// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.resends;

import io.glowplug.app.api.invocations.InvocationAnswer;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.DeliveryTime;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.Resends;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/replays")
@Tag(name = "replays", description = "Past events being sent again as new ones")
class ReplayController {

    private final Resends resends;
    private final TriggerIds triggerIds;
    private final InstantSource clock;

    ReplayController(Resends resends, TriggerIds triggerIds, InstantSource clock) {
        this.resends = resends;
        this.triggerIds = triggerIds;
        this.clock = clock;
    }

    /**
     * Which events to send again, and where to. What is left out selects nothing away.
     *
     * @param function the function that they were addressed to
     * @param trigger id or name
     * @param status how the invocation stands that the event was accepted with
     * @param from first instant of their acceptance, included
     * @param to last instant of their acceptance, excluded
     * @param ids only these events, at most 1,000
     * @param target where to send them, left out for where they were addressed to
     * @param ratePerSecond at most that many become due in each second; left out for as fast as possible
     * @param deliverAt when to begin; or deliverAfter
     * @param dryRun answers how many there are, and sends nothing
     */
    record ReplayRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String key,
            @Nullable String status,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable List<@Nullable String> ids,
            @Nullable TargetRequest target,
            @Nullable Double ratePerSecond,
            @Nullable String deliverAt,
            @Nullable String deliverAfter,
            @Nullable Boolean dryRun) {

        /** A function, or another version or alias of the one that each event was addressed to. */
        record TargetRequest(
                @Nullable String function, @Nullable String qualifier) {}

        Redirection redirection() {
            return target == null ? Redirection.NONE : new Redirection(target.function(), target.qualifier());
        }
    }

    @PostMapping
    @Operation(
            summary = "Sends past events again as new ones, in the order of their acceptance",
            description = "Answers 202 at once with the replay, which goes on whatever node dies; with dryRun 200 and"
                    + " how many events match.")
    @ApiResponse(
            responseCode = "202",
            description = "The replay has begun",
            content = @Content(schema = @Schema(implementation = ResendAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With dryRun: how many there are",
            content = @Content(schema = @Schema(implementation = ResendAnswer.Matching.class)))
    ResponseEntity<?> start(@RequestBody ReplayRequest request) {
        ReplayQuery query = new ReplayQuery(
                request.function(),
                triggerIds.find(request.trigger()),
                request.key(),
                InvocationAnswer.statusOf(request.status()),
                request.from(),
                request.to(),
                SelectedIds.of(request.ids()));
        if (Boolean.TRUE.equals(request.dryRun())) {
            return ResendAnswer.Matching.answer(resends.count(query));
        }
        Instant startAt = DeliveryTime.of(request.deliverAt(), request.deliverAfter(), clock.instant());
        double rate = request.ratePerSecond() == null ? 0 : request.ratePerSecond();
        return ResendAnswer.started(resends.startReplay(query, new ResendTerms(request.redirection(), rate, startAt)));
    }

    @GetMapping
    @Operation(summary = "Lists replays, newest first")
    Page<ResendAnswer> list(PageRequest page) {
        return resends.list(Kind.REPLAY, page).map(ResendAnswer::of);
    }

    @GetMapping("/{id}")
    ResendAnswer get(@PathVariable String id) {
        return resends.find(Kind.REPLAY, Fields.id("replay", id))
                .map(ResendAnswer::of)
                .orElseThrow(() -> RefusedException.notFound("there is no replay " + id));
    }

    @PostMapping("/{id}/stop")
    @Operation(summary = "Sends nothing more; what was sent is not taken back")
    ResendAnswer stop(@PathVariable String id) {
        return ResendAnswer.of(resends.stop(Kind.REPLAY, Fields.id("replay", id)));
    }
}
