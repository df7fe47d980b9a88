// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.trigger.QueueRedrive;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a dead-letter queue on their way back.
 *
 * @param destination where they go; left out if each goes to the queue that gave it up
 * @param ratePerSecond most messages a second; left out if as fast as it goes
 * @param state {@code running}, {@code completed}, {@code cancelled} or {@code failed}
 * @param toMove how many there were at the start
 * @param problem why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueRedriveAnswer(
        UUID id,
        String queue,
        @Nullable String destination,
        @Nullable Integer ratePerSecond,
        String state,
        long toMove,
        long moved,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String problem) {

    static QueueRedriveAnswer of(QueueRedrive redrive) {
        return new QueueRedriveAnswer(
                redrive.id(),
                redrive.queue(),
                redrive.destination(),
                redrive.ratePerSecond(),
                redrive.state(),
                redrive.toMove(),
                redrive.moved(),
                redrive.startedAt(),
                redrive.endedAt(),
                redrive.problem());
    }
}
