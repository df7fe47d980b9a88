// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterGroup;
import io.glowplug.dispatch.DeadLetterPurge;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
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
    public volatile RedriveOrder lastOrder;

    public static final UUID FINGERPRINT = UUID.fromString("f1000000-0000-0000-0000-000000000001");

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
                FINGERPRINT,
                null,
                null,
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
    public Page<DeadLetterGroup> groups(DeadLetterQuery query, int spans, PageRequest page) {
        lastQuery = query;
        return new Page<>(
                List.of(new DeadLetterGroup(
                        FINGERPRINT,
                        "resize",
                        "ValueError",
                        "no cheese",
                        2,
                        AT,
                        AT,
                        ID,
                        "no cheese",
                        List.of(new DeadLetterGroup.Span(AT, AT.plusSeconds(spans), 2)))),
                null);
    }

    @Override
    public UUID redrive(UUID id, RedriveOrder order) {
        lastOrder = order;
        return FakeHistory.INVOCATION;
    }

    @Override
    public DeadLetterPurge purge(DeadLetterQuery query) {
        lastQuery = query;
        return new DeadLetterPurge(ID, AT, 9, AT.plusSeconds(60), null);
    }

    @Override
    public long undoPurge(UUID purgeId) {
        if (!purgeId.equals(ID)) {
            throw RefusedException.notFound("There is no purge " + purgeId);
        }
        return 9;
    }

    @Override
    public Page<DeadLetterPurge> purges(PageRequest page) {
        return new Page<>(List.of(new DeadLetterPurge(ID, AT, 9, AT.plusSeconds(60), null)), null);
    }
}
