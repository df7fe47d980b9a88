// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Violations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a queue treats its messages. Ranges and defaults are those of SQS:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 *
 * @param visibilityTimeoutSeconds how long a received message is hidden from other receivers, 0 to 43,200
 * @param delaySeconds how long a new message is hidden at first, 0 to 900
 * @param maxMessageBytes most bytes of body and attributes together, 1,024 to 1,048,576
 * @param retentionSeconds after this age a message is removed, 60 to 1,209,600
 * @param receiveWaitSeconds how long a receiver that does not say waits for a first message, 0 to 20
 * @param deadLetter where a message goes that was received too often, or null to hand it out for ever
 * @param redriveAllow which queues may use this one as their dead-letter queue
 * @param contentBasedDeduplication whether the hash of the body stands in for a missing deduplication id; FIFO only
 * @param deduplicationScope within what a deduplication id is unique; FIFO only
 */
public record QueueSettings(
        int visibilityTimeoutSeconds,
        int delaySeconds,
        int maxMessageBytes,
        int retentionSeconds,
        int receiveWaitSeconds,
        @Nullable DeadLetterRule deadLetter,
        RedriveAllowance redriveAllow,
        boolean contentBasedDeduplication,
        DeduplicationScope deduplicationScope) {

    public static final int MAX_MESSAGE_BYTES = 1_048_576;

    public static final QueueSettings DEFAULT = new QueueSettings(
            30, 0, MAX_MESSAGE_BYTES, 345_600, 0, null, RedriveAllowance.ALL, false, DeduplicationScope.QUEUE);

    public QueueSettings {
        Violations.of()
                .range("visibilityTimeoutSeconds", visibilityTimeoutSeconds, 0, 43_200)
                .range("delaySeconds", delaySeconds, 0, 900)
                .range("maxMessageBytes", maxMessageBytes, 1_024, MAX_MESSAGE_BYTES)
                .range("retentionSeconds", retentionSeconds, 60, 1_209_600)
                .range("receiveWaitSeconds", receiveWaitSeconds, 0, 20)
                .refuseIfAny();
    }

    /**
     * When a message is given up.
     *
     * @param queue the name of the dead-letter queue, of the same kind (FIFO or not)
     * @param maxReceiveCount a message that was received so often goes there instead of being received again, 1 to 1,000
     */
    public record DeadLetterRule(String queue, int maxReceiveCount) {

        public DeadLetterRule {
            Violations.of()
                    .check(!queue.isBlank(), "deadLetter.queue", "must be given")
                    .range("deadLetter.maxReceiveCount", maxReceiveCount, 1, 1_000)
                    .refuseIfAny();
        }
    }

    /**
     * Which queues may give their messages up to this one.
     *
     * @param sources names of queues, 1 to 10 for {@link Permission#BY_QUEUE}, else none
     */
    public record RedriveAllowance(Permission permission, List<String> sources) {

        public static final RedriveAllowance ALL = new RedriveAllowance(Permission.ALLOW_ALL, List.of());

        public RedriveAllowance {
            sources = List.copyOf(sources);
            boolean byQueue = permission == Permission.BY_QUEUE;
            Violations.of()
                    .check(
                            byQueue ? !sources.isEmpty() && sources.size() <= 10 : sources.isEmpty(),
                            "redriveAllow.sources",
                            byQueue ? "must name 1 to 10 queues" : "goes only with permission by-queue")
                    .refuseIfAny();
        }

        public boolean allows(String source) {
            return switch (permission) {
                case ALLOW_ALL -> true;
                case DENY_ALL -> false;
                case BY_QUEUE -> sources.contains(source);
            };
        }
    }

    /** Who may. */
    public enum Permission {
        ALLOW_ALL,
        DENY_ALL,
        BY_QUEUE
    }

    /** Within what a deduplication id is unique. */
    public enum DeduplicationScope {
        QUEUE,
        MESSAGE_GROUP
    }
}
