// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.OutgoingDelivery;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A destination that takes what it gets, unless a test says otherwise. */
public final class ScriptedDestination implements DestinationType<ScriptedDestination.Settings> {

    private final Queue<OutgoingDelivery> received = new ConcurrentLinkedQueue<>();
    private final Queue<DeliveryOutcome> script = new ArrayDeque<>();
    private volatile DeliveryOutcome otherwise = DeliveryOutcome.Delivered.WITHOUT_REPLY;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    ScriptedDestination() {}

    /** Where it goes, so that there can be several. */
    public record Settings(String place) implements DestinationSettings {
        @Override
        public String target() {
            return "place " + place;
        }
    }

    public synchronized ScriptedDestination then(DeliveryOutcome outcome) {
        script.add(outcome);
        return this;
    }

    public ScriptedDestination always(DeliveryOutcome outcome) {
        otherwise = outcome;
        return this;
    }

    /** Holds every delivery, once it has been received, until {@link #open()}. */
    public ScriptedDestination closed() {
        gate = new CountDownLatch(1);
        return this;
    }

    public void open() {
        gate.countDown();
    }

    public List<OutgoingDelivery> received() {
        return List.copyOf(received);
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public void validate(Settings settings) {}

    @Override
    public DeliveryOutcome deliver(OutgoingDelivery delivery, Settings settings) {
        received.add(delivery);
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        synchronized (this) {
            return script.isEmpty() ? otherwise : script.remove();
        }
    }
}
