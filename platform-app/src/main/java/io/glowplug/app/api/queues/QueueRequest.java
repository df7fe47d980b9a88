// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import io.glowplug.app.request.Fields;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.QueueSettings.DeadLetterRule;
import io.glowplug.trigger.QueueSettings.DeduplicationScope;
import io.glowplug.trigger.QueueSettings.Permission;
import io.glowplug.trigger.QueueSettings.RedriveAllowance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue as a user writes it. What is left out gets its default.
 *
 * @param name 1 to 80 letters, digits, hyphens and underscores; one that ends in {@code .fifo} makes a FIFO queue
 * @param fifo may be given to be sure; must agree with the name
 * @param visibilityTimeoutSeconds how long a received message is hidden, 0 to 43,200; 30 by default
 * @param delaySeconds how long a new message is hidden, 0 to 900; 0 by default
 * @param maxMessageBytes most bytes of body and attributes, 1,024 to 1,048,576, which is the default
 * @param retentionSeconds after which a message is removed, 60 to 1,209,600; 345,600 (four days) by default
 * @param receiveWaitSeconds how long a receiver waits that does not say, 0 to 20; 0 by default
 * @param deadLetter where messages go that were received too often; null for nowhere
 * @param redriveAllow which queues may use this one as their dead-letter queue; all by default
 * @param contentBasedDeduplication FIFO only; false by default
 * @param deduplicationScope {@code queue} (the default) or {@code message-group}; FIFO only
 */
record QueueRequest(
        @Nullable String name,
        @Nullable Boolean fifo,
        @Nullable Integer visibilityTimeoutSeconds,
        @Nullable Integer delaySeconds,
        @Nullable Integer maxMessageBytes,
        @Nullable Integer retentionSeconds,
        @Nullable Integer receiveWaitSeconds,
        @Nullable DeadLetterFields deadLetter,
        @Nullable RedriveAllowFields redriveAllow,
        @Nullable Boolean contentBasedDeduplication,
        @Nullable String deduplicationScope) {

    private static final int DEFAULT_MAX_RECEIVES = 10;

    /**
     * When messages are given up.
     *
     * @param queue the dead-letter queue
     * @param maxReceiveCount how often a message is received at most, 1 to 1,000; 10 by default
     */
    record DeadLetterFields(
            @Nullable String queue, @Nullable Integer maxReceiveCount) {

        DeadLetterRule toRule() {
            return new DeadLetterRule(
                    Fields.required("deadLetter.queue", queue),
                    Optional.ofNullable(maxReceiveCount).orElse(DEFAULT_MAX_RECEIVES));
        }
    }

    /**
     * Which queues may.
     *
     * @param permission {@code allow-all}, {@code deny-all} or {@code by-queue}
     * @param sources the queues that may, with {@code by-queue}
     */
    record RedriveAllowFields(
            @Nullable String permission, @Nullable List<@Nullable String> sources) {

        RedriveAllowance toAllowance() {
            return new RedriveAllowance(
                    switch (permission) {
                        case null -> Permission.ALLOW_ALL;
                        case "allow-all" -> Permission.ALLOW_ALL;
                        case "deny-all" -> Permission.DENY_ALL;
                        case "by-queue" -> Permission.BY_QUEUE;
                        default ->
                            throw RefusedException.invalid(
                                    "redriveAllow.permission", "must be allow-all, deny-all or by-queue");
                    },
                    Fields.texts("redriveAllow.sources", sources));
        }
    }

    String requiredName() {
        String given = Fields.required("name", name);
        checkFifo(given);
        return given;
    }

    /** A replacement need not repeat the name, but must not give another one. */
    void checkName(String present) {
        if (name != null && !name.equals(present)) {
            throw RefusedException.invalid("name", "cannot change; this is the queue " + present);
        }
        checkFifo(present);
    }

    private void checkFifo(String given) {
        if (fifo != null && fifo != given.endsWith(".fifo")) {
            throw RefusedException.invalid(
                    "fifo", "must be true exactly for queues whose names end in .fifo, and this is " + given);
        }
    }

    QueueSettings toSettings() {
        QueueSettings standard = QueueSettings.DEFAULT;
        return new QueueSettings(
                Optional.ofNullable(visibilityTimeoutSeconds).orElse(standard.visibilityTimeoutSeconds()),
                Optional.ofNullable(delaySeconds).orElse(standard.delaySeconds()),
                Optional.ofNullable(maxMessageBytes).orElse(standard.maxMessageBytes()),
                Optional.ofNullable(retentionSeconds).orElse(standard.retentionSeconds()),
                Optional.ofNullable(receiveWaitSeconds).orElse(standard.receiveWaitSeconds()),
                deadLetter == null ? null : deadLetter.toRule(),
                redriveAllow == null ? standard.redriveAllow() : redriveAllow.toAllowance(),
                Optional.ofNullable(contentBasedDeduplication).orElse(false),
                switch (deduplicationScope) {
                    case null -> DeduplicationScope.QUEUE;
                    case "queue" -> DeduplicationScope.QUEUE;
                    case "message-group" -> DeduplicationScope.MESSAGE_GROUP;
                    default -> throw RefusedException.invalid("deduplicationScope", "must be queue or message-group");
                });
    }
}
