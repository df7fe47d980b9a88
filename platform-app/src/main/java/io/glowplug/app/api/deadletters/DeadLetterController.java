// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "dead-letters", description = "Where invocations end that cannot or may not be tried again")
class DeadLetterController {

    private final DeadLetterQueue queue;
    private final TriggerIds triggerIds;

    DeadLetterController(DeadLetterQueue queue, TriggerIds triggerIds) {
        this.queue = queue;
        this.triggerIds = triggerIds;
    }

    /**
     * Selects dead letters; what is left out selects nothing away.
     *
     * @param trigger id or name
     * @param error exact type of the last error
     * @param from first instant of the death, included
     * @param to last instant of the death, excluded
     * @param ratePerSecond at most that many become due in each second; left out for all at once
     */
    record RedriveRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String error,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Double ratePerSecond) {}

    /** Selects dead letters to remove, those already redriven included if wanted. */
    record PurgeRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String error,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean includeRedriven) {}

    record RedriveOneRequest(@Nullable JsonNode payload) {}

    record RedrivenAnswer(UUID invocationId) {}

    record RedrivenCount(long redriven) {}

    record PurgedCount(long purged) {}

    @GetMapping
    @Operation(summary = "Lists dead letters, newest first; those redriven only with includeRedriven")
    Page<DeadLetterAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "false") boolean includeRedriven,
            PageRequest page) {
        DeadLetterQuery query =
                new DeadLetterQuery(function, triggerIds.find(trigger), error, from, to, includeRedriven);
        return queue.list(query, page).map(DeadLetterAnswer::inList);
    }

    @GetMapping("/{id}")
    DeadLetterAnswer get(@PathVariable String id) {
        return queue.find(idOf(id))
                .map(DeadLetterAnswer::withPayload)
                .orElseThrow(() -> RefusedException.notFound("there is no dead letter " + id));
    }

    @PostMapping("/{id}/redrive")
    @Operation(summary = "Sends it again as a new invocation, with another payload if one is given")
    RedrivenAnswer redrive(
            @PathVariable String id, @RequestBody(required = false) @Nullable RedriveOneRequest request) {
        JsonNode payload = request == null ? null : request.payload();
        return new RedrivenAnswer(queue.redrive(idOf(id), payload == null ? null : Payload.ofUtf8(payload.toString())));
    }

    @PostMapping("/redrive")
    @Operation(summary = "Sends all that match again, oldest first")
    RedrivenCount redriveAll(@RequestBody RedriveRequest request) {
        double rate = request.ratePerSecond() == null ? 0 : request.ratePerSecond();
        if (rate < 0) {
            throw RefusedException.invalid("ratePerSecond", "must not be negative");
        }
        DeadLetterQuery query = new DeadLetterQuery(
                request.function(),
                triggerIds.find(request.trigger()),
                request.error(),
                request.from(),
                request.to(),
                false);
        return new RedrivenCount(queue.redriveAll(query, rate));
    }

    @PostMapping("/purge")
    @Operation(summary = "Removes all that match for good; the ledger goes on counting them")
    PurgedCount purge(@RequestBody PurgeRequest request) {
        DeadLetterQuery query = new DeadLetterQuery(
                request.function(),
                triggerIds.find(request.trigger()),
                request.error(),
                request.from(),
                request.to(),
                Boolean.TRUE.equals(request.includeRedriven()));
        return new PurgedCount(queue.purge(query));
    }

    private static UUID idOf(String id) {
        return Fields.id("dead letter", id);
    }
}
