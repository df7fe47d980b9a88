// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.Standings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everything that the history knows is held by a rate limit. */
final class FakeStandings implements Standings {

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final FakeHistory history;

    FakeStandings(FakeHistory history) {
        this.history = history;
    }

    @Override
    public Optional<Answer> ofInvocation(UUID invocationId) {
        return history.invocation(invocationId)
                .map(found -> new Answer(found, new Standing.HeldByRate(SINCE, "gold", 7, SINCE.plusSeconds(9))));
    }

    @Override
    public List<Answer> ofEvent(UUID eventId) {
        return history.event(eventId)
                .map(event -> event.invocations().stream()
                        .map(found -> new Answer(found, new Standing.Due(SINCE)))
                        .toList())
                .orElse(List.of());
    }
}
