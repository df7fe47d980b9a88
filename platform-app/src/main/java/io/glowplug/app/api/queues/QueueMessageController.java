// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import io.glowplug.app.api.queues.BatchAnswer.Entry;
import io.glowplug.app.api.queues.BatchAnswer.Failed;
import io.glowplug.app.api.queues.BatchAnswer.Successful;
import io.glowplug.app.audit.NotAudited;
import io.glowplug.app.request.Fields;
import io.glowplug.app.security.Caller;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueMessages;
import io.glowplug.trigger.QueueMessages.VisibilityChange;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SendResult;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages are traffic and no edits, so none of this is in the audit log. */
@RestController
@RequestMapping("/api/v1/queues/{queue}/messages")
@Tag(name = "queues")
class QueueMessageController {

    private static final int MAX_RECEIVED = 10;

    private final QueueMessages messages;

    QueueMessageController(QueueMessages messages) {
        this.messages = messages;
    }

    /**
     * What a receiver wants.
     *
     * @param maxMessages 1 to 10; 1 by default
     * @param visibilityTimeoutSeconds how long they are hidden from others, 0 to 43,200; the queue's by default
     * @param waitSeconds how long to wait for a first message, 0 to 20; the queue's by default
     */
    record ReceiveRequest(
            @Nullable Integer maxMessages,
            @Nullable Integer visibilityTimeoutSeconds,
            @Nullable Integer waitSeconds) {

        static final ReceiveRequest DEFAULT = new ReceiveRequest(null, null, null);

        ReceiveOrder toOrder() {
            int most = Optional.ofNullable(maxMessages).orElse(1);
            if (most > MAX_RECEIVED) {
                throw RefusedException.invalid("maxMessages", "must be between 1 and " + MAX_RECEIVED);
            }
            return new ReceiveOrder(most, visibilityTimeoutSeconds, waitSeconds);
        }
    }

    /** What was received; empty if nothing came in time. */
    record ReceiveAnswer(List<MessageAnswer> messages) {}

    /** Up to ten of something. */
    record MessageBatchRequest(@Nullable List<@Nullable MessageRequest> entries) {}

    /** Up to ten of something. */
    record ReceiptBatchRequest(@Nullable List<@Nullable ReceiptRequest> entries) {}

    /**
     * One received message.
     *
     * @param id names the entry
     * @param timeoutSeconds how long it is to be hidden from now on; for changes of visibility only
     */
    record ReceiptRequest(
            @Nullable String id,
            @Nullable String receiptHandle,
            @Nullable Integer timeoutSeconds) {}

    /**
     * How long a message is to be hidden.
     *
     * @param timeoutSeconds from now on, 0 to 43,200
     */
    record VisibilityRequest(@Nullable Integer timeoutSeconds) {}

    @PostMapping
    @NotAudited
    @Operation(summary = "Sends a message")
    ResponseEntity<Successful> send(@PathVariable String queue, @RequestBody MessageRequest request) {
        return switch (messages.send(queue, List.of(request.toDraft()), sender())
                .getFirst()) {
            case SendResult.Sent sent ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .body(Successful.of(sent.messageId().toString(), sent));
            case SendResult.Refused refused -> throw refused.reason();
        };
    }

    @PostMapping("/batch")
    @NotAudited
    @Operation(
            summary = "Sends up to ten messages of 1 MiB together",
            description = "Each entry has its own result; what is successful is stored.")
    BatchAnswer sendBatch(@PathVariable String queue, @RequestBody MessageBatchRequest request) {
        Batch<MessageRequest> batch = Batch.of(request.entries(), MessageRequest::id);
        Batch.Read<MessageDraft> drafts = batch.read(MessageRequest::toDraft);
        drafts.refuseAbove(QueueMessages.MAX_BATCH_BYTES, MessageDraft::bytes);
        return drafts.answer(
                drafts.values().isEmpty() ? List.of() : messages.send(queue, drafts.values(), sender()),
                (id, result) -> switch (result) {
                    case SendResult.Sent sent -> Successful.of(id, sent);
                    case SendResult.Refused refused -> Failed.of(id, refused.reason());
                });
    }

    @PostMapping("/receive")
    @NotAudited
    @Operation(
            summary = "Receives messages, and waits for a first one if asked to",
            description = "They are hidden until their visibility timeout ends. Delete what has been worked off.")
    ReceiveAnswer receive(@PathVariable String queue, @RequestBody(required = false) @Nullable ReceiveRequest request) {
        ReceiveOrder order = (request == null ? ReceiveRequest.DEFAULT : request).toOrder();
        return new ReceiveAnswer(
                messages.receive(queue, order).stream().map(MessageAnswer::of).toList());
    }

    @DeleteMapping("/{receiptHandle}")
    @NotAudited
    @Operation(summary = "Deletes a received message; 409 if it was received again meanwhile")
    ResponseEntity<Void> delete(@PathVariable String queue, @PathVariable String receiptHandle) {
        ReceiptResult result = messages.delete(queue, List.of(receiptHandle)).getFirst();
        if (result != ReceiptResult.GONE) {
            refuse(result);
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/delete-batch")
    @NotAudited
    @Operation(summary = "Deletes up to ten received messages; each entry has its own result")
    BatchAnswer deleteBatch(@PathVariable String queue, @RequestBody ReceiptBatchRequest request) {
        Batch<ReceiptRequest> batch = Batch.of(request.entries(), ReceiptRequest::id);
        Batch.Read<String> handles = batch.read(entry -> {
            if (entry.timeoutSeconds() != null) {
                throw RefusedException.invalid("timeoutSeconds", "does not apply to deletions");
            }
            return Fields.required("receiptHandle", entry.receiptHandle());
        });
        return handles.answer(
                messages.delete(queue, handles.values()),
                (id, result) -> result == ReceiptResult.GONE ? Successful.of(id) : receipt(id, result));
    }

    @PutMapping("/{receiptHandle}/visibility")
    @NotAudited
    @Operation(summary = "Hides a received message for so long from now on; 0 gives it back at once")
    ResponseEntity<Void> changeVisibility(
            @PathVariable String queue, @PathVariable String receiptHandle, @RequestBody VisibilityRequest request) {
        int timeout = Fields.required("timeoutSeconds", request.timeoutSeconds());
        refuse(messages.changeVisibility(queue, List.of(new VisibilityChange(receiptHandle, timeout)))
                .getFirst());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/visibility-batch")
    @NotAudited
    @Operation(summary = "Changes how long up to ten received messages are hidden; each entry has its own result")
    BatchAnswer changeVisibilityBatch(@PathVariable String queue, @RequestBody ReceiptBatchRequest request) {
        Batch<ReceiptRequest> batch = Batch.of(request.entries(), ReceiptRequest::id);
        Batch.Read<VisibilityChange> changes = batch.read(entry -> new VisibilityChange(
                Fields.required("receiptHandle", entry.receiptHandle()),
                Fields.required("timeoutSeconds", entry.timeoutSeconds())));
        return changes.answer(messages.changeVisibility(queue, changes.values()), QueueMessageController::receipt);
    }

    @GetMapping
    @Operation(
            summary = "Looks at messages without receiving them, oldest first",
            description = "state: visible, in-flight or delayed; all if left out")
    Page<MessageAnswer> look(
            @PathVariable String queue, @RequestParam(required = false) @Nullable String state, PageRequest page) {
        return messages.look(queue, state, page).map(MessageAnswer::of);
    }

    private static Entry receipt(String id, ReceiptResult result) {
        return result == ReceiptResult.DONE ? Successful.of(id) : Failed.of(id, result);
    }

    private static void refuse(ReceiptResult result) {
        switch (result) {
            case DONE -> {}
            case GONE -> throw RefusedException.notFound(BatchAnswer.message(result));
            case STALE -> throw RefusedException.conflict(BatchAnswer.message(result));
            case UNKNOWN ->
                throw RefusedException.invalid("receiptHandle", "must be one of this queue, as receiving gives it");
            case TOO_LONG ->
                throw RefusedException.invalid(
                        "timeoutSeconds", "must not lead beyond twelve hours after the message was received");
        }
    }

    private static @Nullable String sender() {
        Caller caller = Caller.current();
        return caller == null ? null : caller.accessKeyId();
    }
}
