// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The subscriptions of one environment. What happens before an extension has come to subscribe is kept for it, within
 * limits, until the initialisation is over.
 */
public final class TelemetryHub implements Telemetry {

    private static final int MOST_KEPT_BYTES = 256 * 1024;

    private final Courier courier;
    private final InstantSource clock;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<TelemetryEvent> kept = new ArrayList<>();
    private int keptBytes;
    private long missedRecords;
    private long missedBytes;
    private boolean closedToNew;
    private boolean hurried;

    public TelemetryHub(Courier courier, InstantSource clock) {
        this.courier = courier;
        this.clock = clock;
    }

    @Override
    public void platform(Instant time, String type, Map<String, Object> record) {
        tell(TelemetryEvent.platform(time, type, record));
    }

    @Override
    public void fault(Instant time, String text) {
        tell(TelemetryEvent.platform(time, "platform.fault", text));
    }

    @Override
    public void function(Instant time, String line) {
        tell(new TelemetryEvent(time, TelemetryKind.FUNCTION, "function", line));
    }

    @Override
    public void extension(Instant time, String line) {
        tell(new TelemetryEvent(time, TelemetryKind.EXTENSION, "extension", line));
    }

    private synchronized void tell(TelemetryEvent event) {
        subscriptions.values().forEach(subscription -> subscription.offer(event));
        if (closedToNew) {
            return;
        }
        if (keptBytes + event.weight() > MOST_KEPT_BYTES) {
            missedRecords++;
            missedBytes += event.weight();
        } else {
            keptBytes += event.weight();
            kept.add(event);
        }
    }

    /** An extension that subscribes again is told as it said last. False when it is too late to. */
    public synchronized boolean subscribe(String extension, SubscriptionRequest request) {
        if (closedToNew) {
            return false;
        }
        Subscription subscription = Subscription.begin(request, courier, clock);
        if (hurried) {
            subscription.hurry();
        }
        Subscription before = subscriptions.put(extension, subscription);
        if (before != null) {
            before.end();
        }
        kept.forEach(subscription::offer);
        if (missedRecords > 0) {
            subscription.missed(missedRecords, missedBytes);
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("name", extension);
        record.put("state", "Subscribed");
        record.put(
                "types", request.types().stream().map(TelemetryKind::wireName).toList());
        tell(TelemetryEvent.platform(clock.instant(), request.schema().api().subscribed, record));
        return true;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The initialisation is over, and with it the time to subscribe. */
    public synchronized void closeToNew() {
        closedToNew = true;
        kept.clear();
    }

    /** The environment is about to end: nothing is buffered any more. */
    public synchronized void hurry() {
        hurried = true;
        subscriptions.values().forEach(Subscription::hurry);
    }

    /** Nobody is left to be told. */
    public synchronized void close() {
        closeToNew();
        subscriptions.values().forEach(Subscription::end);
        subscriptions.clear();
    }
}
