// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.app.request.Revisions;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
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

    TriggerController(Triggers triggers) {
        this.triggers = triggers;
    }

    @PostMapping
    ResponseEntity<TriggerAnswer> create(@RequestBody TriggerRequest request) {
        TriggerDefinition trigger = triggers.create(request.toDraft());
        return ResponseEntity.created(URI.create("/api/v1/triggers/" + trigger.id()))
                .eTag(Revisions.etag(trigger.revision()))
                .body(TriggerAnswer.of(trigger));
    }

    @GetMapping
    Page<TriggerAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String type,
            PageRequest page) {
        return triggers.list(function, type, page).map(TriggerAnswer::of);
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
        return answer(triggers.update(idOf(trigger), request.toDraft(), Revisions.expected(ifMatch)));
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

    private static ResponseEntity<TriggerAnswer> answer(TriggerDefinition trigger) {
        return ResponseEntity.ok().eTag(Revisions.etag(trigger.revision())).body(TriggerAnswer.of(trigger));
    }
}
