// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import io.glowplug.app.api.resends.SelectedIds;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.DeadLetterGroup;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

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
     * Dead letters of one function that died of the same error.
     *
     * @param fingerprint selects them in lists, redrives and purges
     * @param message the error's message without quoted parts, ids and numbers
     * @param sample the dead letter that died last, with its message as it was
     * @param counts how many died in each of equally long spans of time, oldest first
     */
    record GroupAnswer(
            UUID fingerprint,
            String function,
            String errorType,
            String message,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            UUID sample,
            @Nullable String sampleMessage,
            List<DeadLetterGroup.Span> counts) {

        static GroupAnswer of(DeadLetterGroup group) {
            return new GroupAnswer(
                    group.fingerprint(),
                    group.functionName(),
                    group.errorType(),
                    group.message(),
                    group.count(),
                    group.firstSeen(),
                    group.lastSeen(),
                    group.sample(),
                    group.sampleMessage(),
                    group.counts());
        }
    }

    @GetMapping
    @Operation(summary = "Lists dead letters, newest first; those redriven only with includeRedriven")
    Page<DeadLetterAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String fingerprint,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "false") boolean includeRedriven,
            PageRequest page) {
        DeadLetterQuery query = new DeadLetterQuery(
                function,
                triggerIds.find(trigger),
                error,
                fingerprint == null ? null : SelectedIds.of("fingerprint", fingerprint),
                null,
                from,
                to,
                includeRedriven);
        return queue.list(query, page).map(DeadLetterAnswer::inList);
    }

    @GetMapping("/groups")
    @Operation(
            summary = "Groups dead letters by function and error, the group that grew last first",
            description = "Errors are the same if their types are, and their messages without quoted parts, ids and"
                    + " numbers. counts has as many spans (24 by default, up to 100), from the first instant asked for or"
                    + " the first death to the last instant asked for or now.")
    Page<GroupAnswer> groups(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "24") int spans,
            @RequestParam(defaultValue = "false") boolean includeRedriven,
            PageRequest page) {
        DeadLetterQuery query =
                new DeadLetterQuery(function, triggerIds.find(trigger), null, from, to, includeRedriven);
        return queue.groups(query, spans, page).map(GroupAnswer::of);
    }

    @GetMapping("/{id}")
    DeadLetterAnswer get(@PathVariable String id) {
        return queue.find(Fields.id("dead letter", id))
                .map(DeadLetterAnswer::withPayload)
                .orElseThrow(() -> RefusedException.notFound("there is no dead letter " + id));
    }
}
