// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import io.glowplug.app.request.Fields;
import io.glowplug.app.request.Revisions;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueDepth;
import io.glowplug.trigger.QueueRedrive;
import io.glowplug.trigger.Queues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
@RequestMapping("/api/v1/queues")
@Tag(name = "queues", description = "Built-in durable queues; what they mean is what SQS means")
class QueueController {

    private final Queues queues;
    private final InstantSource clock;

    QueueController(Queues queues, InstantSource clock) {
        this.queues = queues;
        this.clock = clock;
    }

    /** What a purge did. */
    record QueuePurgeAnswer(long purged) {}

    /**
     * What to move out of a dead-letter queue.
     *
     * @param destination the queue that gets it; left out, each message goes to the queue that gave it up
     * @param ratePerSecond most messages a second, 1 to 500; left out, as fast as it goes
     */
    record QueueRedriveRequest(
            @Nullable String destination, @Nullable Integer ratePerSecond) {}

    /** All of one kind. */
    record Items<T>(List<T> items) {}

    @PostMapping
    @Operation(summary = "Makes a queue; a FIFO queue if its name ends in .fifo")
    ResponseEntity<QueueAnswer> create(@RequestBody QueueRequest request) {
        QueueDefinition queue = queues.create(request.requiredName(), request.toSettings());
        return ResponseEntity.created(URI.create("/api/v1/queues/" + queue.name()))
                .eTag(Revisions.etag(queue.revision()))
                .body(QueueAnswer.of(queue, QueueDepth.EMPTY, clock.instant()));
    }

    @GetMapping
    @Operation(summary = "Lists queues by name, with how many messages they have")
    Page<QueueAnswer> list(@RequestParam(required = false) @Nullable String prefix, PageRequest page) {
        Page<QueueDefinition> listed = queues.list(prefix, page);
        Map<String, QueueDepth> depths =
                queues.depths(listed.items().stream().map(QueueDefinition::name).toList());
        return listed.map(
                queue -> QueueAnswer.of(queue, depths.getOrDefault(queue.name(), QueueDepth.EMPTY), clock.instant()));
    }

    @GetMapping("/{queue}")
    ResponseEntity<QueueAnswer> get(@PathVariable String queue) {
        return answer(queues.get(queue));
    }

    @PutMapping("/{queue}")
    @Operation(summary = "Replaces the settings", description = "What is left out gets its default.")
    ResponseEntity<QueueAnswer> replace(
            @PathVariable String queue,
            @RequestBody QueueRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        request.checkName(queue);
        return answer(queues.update(queue, request.toSettings(), Revisions.expected(ifMatch)));
    }

    @DeleteMapping("/{queue}")
    @Operation(
            summary = "Removes the queue and its messages",
            description = "Refused while a trigger reads it or it is the dead-letter queue of another queue.")
    ResponseEntity<Void> delete(
            @PathVariable String queue,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        queues.delete(queue, Revisions.expected(ifMatch));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{queue}/purge")
    @Operation(summary = "Removes all messages that were sent before, those in flight included")
    QueuePurgeAnswer purge(@PathVariable String queue) {
        return new QueuePurgeAnswer(queues.purge(queue));
    }

    @GetMapping("/{queue}/dead-letter-sources")
    @Operation(summary = "Names the queues that give their messages up to this one")
    Items<String> deadLetterSources(@PathVariable String queue) {
        return new Items<>(queues.deadLetterSources(queue));
    }

    @PostMapping("/{queue}/redrives")
    @Operation(
            summary = "Moves the messages of a dead-letter queue back to where they came from, or elsewhere",
            description =
                    "Goes on in the background; one at a time. A moved message has a new id and was never received.")
    ResponseEntity<QueueRedriveAnswer> redrive(
            @PathVariable String queue, @RequestBody(required = false) @Nullable QueueRedriveRequest request) {
        QueueRedrive redrive = queues.startRedrive(
                queue,
                request == null ? null : request.destination(),
                request == null ? null : request.ratePerSecond());
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/queues/" + queue + "/redrives"))
                .body(QueueRedriveAnswer.of(redrive));
    }

    @GetMapping("/{queue}/redrives")
    @Operation(summary = "Lists the redrives of the queue, newest first, at most 50")
    Items<QueueRedriveAnswer> redrives(@PathVariable String queue) {
        return new Items<>(
                queues.redrives(queue).stream().map(QueueRedriveAnswer::of).toList());
    }

    @PostMapping("/{queue}/redrives/{id}/cancel")
    @Operation(summary = "Ends a running redrive where it stands")
    QueueRedriveAnswer cancelRedrive(@PathVariable String queue, @PathVariable String id) {
        return QueueRedriveAnswer.of(queues.cancelRedrive(queue, Fields.id("redrive", id)));
    }

    private ResponseEntity<QueueAnswer> answer(QueueDefinition queue) {
        QueueDepth depth = queues.depths(List.of(queue.name())).getOrDefault(queue.name(), QueueDepth.EMPTY);
        return ResponseEntity.ok()
                .eTag(Revisions.etag(queue.revision()))
                .body(QueueAnswer.of(queue, depth, clock.instant()));
    }
}
