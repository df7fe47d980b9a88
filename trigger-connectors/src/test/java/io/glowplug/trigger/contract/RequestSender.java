// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSettings;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.ingress.Receiver;
import io.glowplug.trigger.ingress.Receiver.OutdatedTriggerException;
import io.glowplug.trigger.ingress.RoutedRequest;
import io.glowplug.trigger.ingress.TestExchange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The source of a trigger that is called: a sender who sends each request until it is told that it was taken, and so
 * keeps what nobody takes. It stands in for the ingress too: nobody is called who is closed, or who is outdated.
 */
public final class RequestSender<S extends TriggerSettings> implements TriggerConnector<S>, AutoCloseable {

    private final TriggerConnector<S> connector;
    private final BiFunction<SourceContext, S, Receiver> open;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Supplier<TestExchange>> unsent = new ArrayDeque<>();
    private final Thread thread = Thread.ofVirtual().name("sender").unstarted(this::run);
    private Receiver receiver;
    private boolean over;

    /**
     * Makes one.
     *
     * @param open what the connector would open, had it its stores
     */
    public RequestSender(TriggerConnector<S> connector, BiFunction<SourceContext, S, Receiver> open) {
        this.connector = connector;
        this.open = open;
        thread.start();
    }

    /** Sends that request from now on until it is taken; each try is a new one of the same. */
    public void send(Supplier<TestExchange> request) {
        lock.lock();
        try {
            unsent.add(request);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!over) {
                if (receiver == null || unsent.isEmpty()) {
                    changed.await();
                } else if (isTaken(unsent.peek().get())) {
                    unsent.remove();
                } else {
                    changed.await(5, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isTaken(TestExchange request) {
        try {
            receiver.receive(new RoutedRequest("POST /", "/", "/", Map.of()), request);
            return request.status() / 100 == 2;
        } catch (OutdatedTriggerException outdated) {
            receiver = null;
            return false;
        } catch (IOException | RuntimeException refused) {
            return false;
        }
    }

    @Override
    public String kind() {
        return connector.kind();
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return connector.capabilities();
    }

    @Override
    public Class<S> settingsType() {
        return connector.settingsType();
    }

    @Override
    public void validate(TriggerDefinition trigger, S settings) {
        connector.validate(trigger, settings);
    }

    @Override
    public TriggerSource open(SourceContext context, S settings) {
        Receiver opened = open.apply(context, settings);
        become(opened);
        return new TriggerSource() {
            @Override
            public SourceHealth health() {
                return opened.health();
            }

            @Override
            public void close() {
                become(null);
                opened.close();
            }
        };
    }

    private void become(Receiver next) {
        lock.lock();
        try {
            receiver = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
