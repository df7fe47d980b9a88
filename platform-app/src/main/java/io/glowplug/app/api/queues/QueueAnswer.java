// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueDepth;
import io.glowplug.trigger.QueueSettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A queue as a user reads it.
 *
 * @param messages how many it has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueAnswer(
        String name,
        boolean fifo,
        int visibilityTimeoutSeconds,
        int delaySeconds,
        int maxMessageBytes,
        int retentionSeconds,
        int receiveWaitSeconds,
        @Nullable DeadLetterRuleAnswer deadLetter,
        RedriveAllowAnswer redriveAllow,
        @Nullable Boolean contentBasedDeduplication,
        @Nullable String deduplicationScope,
        DepthAnswer messages,
        long revision,
        Instant createdAt,
        Instant modifiedAt) {

    record DeadLetterRuleAnswer(String queue, int maxReceiveCount) {}

    record RedriveAllowAnswer(String permission, List<String> sources) {}

    /**
     * How many messages there are.
     *
     * @param visible can be received now
     * @param inFlight received and hidden
     * @param delayed not received yet and hidden
     * @param oldestSentAt when the oldest was sent; left out if there is none
     * @param oldestAgeSeconds how long ago that was; 0 if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DepthAnswer(
            long visible,
            long inFlight,
            long delayed,
            @Nullable Instant oldestSentAt,
            long oldestAgeSeconds) {

        static DepthAnswer of(QueueDepth depth, Instant now) {
            Instant oldest = depth.oldestSentAt();
            long age = oldest == null ? 0 : Math.max(0, now.getEpochSecond() - oldest.getEpochSecond());
            return new DepthAnswer(depth.visible(), depth.inFlight(), depth.delayed(), oldest, age);
        }
    }

    static QueueAnswer of(QueueDefinition queue, QueueDepth depth, Instant now) {
        QueueSettings settings = queue.settings();
        QueueSettings.DeadLetterRule rule = settings.deadLetter();
        return new QueueAnswer(
                queue.name(),
                queue.fifo(),
                settings.visibilityTimeoutSeconds(),
                settings.delaySeconds(),
                settings.maxMessageBytes(),
                settings.retentionSeconds(),
                settings.receiveWaitSeconds(),
                rule == null ? null : new DeadLetterRuleAnswer(rule.queue(), rule.maxReceiveCount()),
                new RedriveAllowAnswer(
                        label(settings.redriveAllow().permission()),
                        settings.redriveAllow().sources()),
                queue.fifo() ? settings.contentBasedDeduplication() : null,
                queue.fifo() ? label(settings.deduplicationScope()) : null,
                DepthAnswer.of(depth, now),
                queue.revision(),
                queue.createdAt(),
                queue.modifiedAt());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
