// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows one delivery, which has failed. */
public final class FakeDeliveries implements Deliveries {

    public static final UUID FAILED = new UUID(3, 1);
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    /** What was asked for last. */
    public volatile DeliveryQuery lastQuery;

    public final AtomicInteger redriven = new AtomicInteger();

    @Override
    public Page<Delivery> list(DeliveryQuery query, PageRequest page) {
        lastQuery = query;
        return new Page<>(List.of(delivery()), null);
    }

    private static Delivery delivery() {
        return new Delivery(
                FAILED,
                new UUID(3, 2),
                "resize",
                null,
                OutcomeCondition.FAILURE,
                "retries-exhausted",
                DeliveryStatus.FAILED,
                "http",
                "https://example.com/hook",
                2,
                AT,
                null,
                AT,
                "The receiver answered 500.",
                null);
    }

    @Override
    public Optional<Delivery> find(UUID id) {
        return id.equals(FAILED) ? Optional.of(delivery()) : Optional.empty();
    }

    @Override
    public List<DeliveryAttempt> attempts(UUID id) {
        return List.of(new DeliveryAttempt(
                1, "failed", "node-1", "https://example.com/hook", AT, AT, 500, "Http.Status", "no", "no"));
    }

    @Override
    public void redrive(UUID id) {
        if (!id.equals(FAILED)) {
            throw RefusedException.notFound("There is no delivery " + id);
        }
        redriven.incrementAndGet();
    }

    @Override
    public long redriveAll(DeliveryQuery query) {
        lastQuery = query;
        return 7;
    }
}
