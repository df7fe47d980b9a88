// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.time.InstantSource;
import java.util.List;

/** One subscriber, with a thread that brings it its batches. */
final class Subscription {

    private static final int MOST_ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 100;

    private final SubscriptionRequest request;
    private final EventQueue queue;
    private final Thread thread;

    private Subscription(SubscriptionRequest request, Courier courier, InstantSource clock) {
        this.request = request;
        this.queue = new EventQueue(request.schema(), request.buffering(), clock);
        this.thread = Thread.ofVirtual().name("telemetry").unstarted(() -> run(courier));
    }

    static Subscription begin(SubscriptionRequest request, Courier courier, InstantSource clock) {
        var subscription = new Subscription(request, courier, clock);
        subscription.thread.start();
        return subscription;
    }

    void offer(TelemetryEvent event) {
        if (request.types().contains(event.kind())) {
            byte[] before = request.schema().writeBefore(event);
            if (before != null) {
                queue.offer(before);
            }
            byte[] written = request.schema().write(event);
            if (written != null) {
                queue.offer(written);
            }
        }
    }

    /** These happened before it subscribed and were not kept. */
    void missed(long records, long bytes) {
        queue.drop(records, bytes);
    }

    void hurry() {
        queue.hurry();
    }

    void end() {
        queue.end();
        thread.interrupt();
    }

    private void run(Courier courier) {
        try (Sender sender = Sender.to(request.destination(), courier)) {
            for (List<byte[]> batch = queue.take(); batch != null; batch = queue.take()) {
                queue.settle(isDelivered(sender, batch));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isDelivered(Sender sender, List<byte[]> batch) throws InterruptedException {
        for (int attempt = 1; !sender.send(batch); attempt++) {
            if (attempt == MOST_ATTEMPTS) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }
}
