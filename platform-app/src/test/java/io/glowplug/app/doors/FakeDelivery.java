// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.BlockedKey;
import io.glowplug.dispatch.BlockedKeys;
import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Has one ordering key that stands still, called {@code a}, and one circuit breaker for all triggers. */
public final class FakeDelivery implements BlockedKeys, CircuitBreakers {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    public final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @Override
    public Page<BlockedKey> list(UUID triggerId, PageRequest page) {
        BlockedKey key = new BlockedKey(
                "a", new UUID(0, 7), DeadLetterReason.NOT_RETRIABLE, "ValueError", "no cheese", false, AT, 3);
        return new Page<>(List.of(key), null);
    }

    @Override
    public void release(UUID triggerId, String key, boolean redrive) {
        if (!key.equals("a")) {
            throw RefusedException.notFound("The ordering key " + key + " does not stand still.");
        }
        calls.add("release " + key + " " + redrive);
    }

    @Override
    public long releaseAll(UUID triggerId, boolean redrive) {
        calls.add("release all " + redrive);
        return 1;
    }

    @Override
    public Optional<Status> find(UUID triggerId) {
        return Optional.empty();
    }

    @Override
    public boolean close(UUID triggerId) {
        calls.add("close");
        return true;
    }
}
