// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.app.api.destinations.OwnedDestinations;
import io.glowplug.app.request.Revisions;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/triggers")
@Tag(name = "triggers", description = "What makes functions run; {trigger} takes an id or a name")
class TriggerController {

    private final Triggers triggers;
    private final OwnedDestinations destinations;

    TriggerController(Triggers triggers, OwnedDestinations destinations) {
        this.triggers = triggers;
        this.destinations = destinations;
    }

    @PostMapping
    ResponseEntity<TriggerAnswer> create(@RequestBody TriggerRequest request) {
        TriggerDraft draft = request.toDraft(triggers::defaultBatch);
        TriggerDefinition trigger = destinations.writeTrigger(() -> triggers.create(draft), request.destinations());
        return ResponseEntity.created(URI.create("/api/v1/triggers/" + trigger.id()))
                .eTag(Revisions.etag(trigger.revision()))
                .body(TriggerAnswer.of(trigger, destinations.of(trigger)));
    }

    @GetMapping
    Page<TriggerAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String type,
            PageRequest page) {
        Page<TriggerDefinition> listed = triggers.list(function, type, page);
        Map<DestinationOwner, DestinationPair> pairs = destinations.ofTriggers(listed.items());
        return listed.map(trigger -> TriggerAnswer.of(
                trigger, pairs.getOrDefault(new DestinationOwner.OfTrigger(trigger.id()), DestinationPair.NONE)));
    }

    @GetMapping("/{trigger}")
    ResponseEntity<TriggerAnswer> get(@PathVariable String trigger) {
        return answer(triggers.get(trigger));
    }

    @PutMapping("/{trigger}")
    @Operation(summary = "Replaces the trigger", description = "What is left out gets its default.")
    ResponseEntity<TriggerAnswer> replace(
            @PathVariable String trigger,
            @RequestBody TriggerRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        UUID id = idOf(trigger);
        TriggerDraft draft = request.toDraft(triggers::defaultBatch);
        Long expected = Revisions.expected(ifMatch);
        return answer(destinations.writeTrigger(() -> triggers.update(id, draft, expected), request.destinations()));
    }

    @PostMapping("/{trigger}/pause")
    @Operation(summary = "Starts nothing new until resumed; the source keeps its place")
    ResponseEntity<TriggerAnswer> pause(
            @PathVariable String trigger,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(triggers.pause(idOf(trigger), Revisions.expected(ifMatch)));
    }

    @PostMapping("/{trigger}/resume")
    ResponseEntity<TriggerAnswer> resume(
            @PathVariable String trigger,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(triggers.resume(idOf(trigger), Revisions.expected(ifMatch)));
    }

    @DeleteMapping("/{trigger}")
    @Operation(summary = "Removes the trigger", description = "Refused while events of it wait, unless cancelWaiting.")
    ResponseEntity<Void> delete(
            @PathVariable String trigger,
            @RequestParam(defaultValue = "false") boolean cancelWaiting,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        triggers.delete(idOf(trigger), cancelWaiting, Revisions.expected(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private UUID idOf(String idOrName) {
        return triggers.get(idOrName).id();
    }

    private ResponseEntity<TriggerAnswer> answer(TriggerDefinition trigger) {
        return ResponseEntity.ok()
                .eTag(Revisions.etag(trigger.revision()))
                .body(TriggerAnswer.of(trigger, destinations.of(trigger)));
    }
}
