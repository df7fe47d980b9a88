// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.DeadLetterPurge;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "dead-letters")
class DeadLetterPurgeController {

    private final DeadLetterQueue queue;
    private final TriggerIds triggerIds;

    DeadLetterPurgeController(DeadLetterQueue queue, TriggerIds triggerIds) {
        this.queue = queue;
        this.triggerIds = triggerIds;
    }

    /** Selects dead letters to remove, those already redriven included if wanted. */
    record PurgeRequest(
            @Nullable String function,
            @Nullable String trigger,
            @Nullable String error,
            @Nullable String fingerprint,
            @Nullable List<@Nullable String> ids,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean includeRedriven) {

        DeadLetterSelection selection() {
            return new DeadLetterSelection(function, trigger, error, fingerprint, ids, from, to);
        }
    }

    /**
     * A purge.
     *
     * @param purged how many dead letters it hid
     * @param undoableUntil until when they can be brought back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PurgeAnswer(
            UUID id,
            long purged,
            Instant purgedAt,
            Instant undoableUntil,
            @Nullable Instant undoneAt) {

        static PurgeAnswer of(DeadLetterPurge purge) {
            return new PurgeAnswer(
                    purge.id(), purge.count(), purge.purgedAt(), purge.undoableUntil(), purge.undoneAt());
        }
    }

    record RestoredCount(long restored) {}

    @PostMapping("/purge")
    @Operation(
            summary = "Hides all that match, and removes them for good after a grace time",
            description = "Until then the purge can be undone. The ledger goes on counting them as dead-lettered.")
    PurgeAnswer purge(@RequestBody PurgeRequest request) {
        return PurgeAnswer.of(
                queue.purge(request.selection().query(triggerIds, Boolean.TRUE.equals(request.includeRedriven()))));
    }

    @GetMapping("/purges")
    @Operation(summary = "Lists purges whose grace time has not passed, newest first")
    Page<PurgeAnswer> purges(PageRequest page) {
        return queue.purges(page).map(PurgeAnswer::of);
    }

    @PostMapping("/purges/{id}/undo")
    @Operation(summary = "Brings back what a purge hid")
    RestoredCount undo(@PathVariable String id) {
        return new RestoredCount(queue.undoPurge(Fields.id("purge", id)));
    }
}
