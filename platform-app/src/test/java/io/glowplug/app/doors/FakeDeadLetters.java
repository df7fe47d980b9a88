// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One dead letter whose payload is no JSON; keeps what was asked. */
public final class FakeDeadLetters implements DeadLetterQueue {

    public static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000003");

    public volatile DeadLetterQuery lastQuery;
    public volatile Payload lastPayload;
    public volatile double lastRate;

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private static DeadLetter letter() {
        return new DeadLetter(
                ID,
                FakeHistory.EVENT,
                "resize",
                null,
                null,
                DeadLetterReason.RETRIES_EXHAUSTED,
                "ValueError",
                "no cheese",
                3,
                Payload.wrap("not json".getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                AT,
                AT,
                null,
                null);
    }

    @Override
    public Page<DeadLetter> list(DeadLetterQuery query, PageRequest page) {
        lastQuery = query;
        return new Page<>(List.of(letter()), null);
    }

    @Override
    public Optional<DeadLetter> find(UUID id) {
        return id.equals(ID) ? Optional.of(letter()) : Optional.empty();
    }

    @Override
    public UUID redrive(UUID id, Payload editedPayload) {
        lastPayload = editedPayload;
        return FakeHistory.INVOCATION;
    }

    @Override
    public long redriveAll(DeadLetterQuery query, double ratePerSecond) {
        lastQuery = query;
        lastRate = ratePerSecond;
        return 7;
    }

    @Override
    public long purge(DeadLetterQuery query) {
        lastQuery = query;
        return 9;
    }
}
