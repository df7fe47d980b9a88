// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSettings;
import io.glowplug.trigger.TriggerSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A connector whose sources do what a test says, and tell it what is done to them. */
public final class ScriptedConnector implements TriggerConnector<ScriptedConnector.ScriptedSettings> {

    private final BlockingQueue<ScriptedSource> opened = new LinkedBlockingQueue<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();

    public record ScriptedSettings(String reads) implements TriggerSettings {

        @JsonCreator
        static ScriptedSettings read(String reads) {
            return new ScriptedSettings(reads == null ? "anything" : reads);
        }

        @Override
        public Object source() {
            return reads;
        }
    }

    /** Makes the next tries to open a source fail. */
    void failToOpen(int times) {
        failuresLeft.set(times);
    }

    /** Waits for the next source that is opened. */
    ScriptedSource nextOpened() throws InterruptedException {
        ScriptedSource source = opened.poll(20, TimeUnit.SECONDS);
        if (source == null) {
            throw new AssertionError("no source was opened");
        }
        return source;
    }

    boolean openedNothing() {
        return opened.isEmpty();
    }

    @Override
    public String kind() {
        return "scripted";
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.BATCHED);
    }

    @Override
    public Class<ScriptedSettings> settingsType() {
        return ScriptedSettings.class;
    }

    @Override
    public void validate(TriggerDefinition trigger, ScriptedSettings settings) {}

    @Override
    public TriggerSource open(SourceContext context, ScriptedSettings settings) {
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the source is unreachable");
        }
        ScriptedSource source = new ScriptedSource(context, settings);
        opened.add(source);
        return source;
    }

    /** An open source. */
    static final class ScriptedSource implements TriggerSource {

        final SourceContext context;
        final ScriptedSettings settings;
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile SourceHealth health;

        ScriptedSource(SourceContext context, ScriptedSettings settings) {
            this.context = context;
            this.settings = settings;
            context.emit(List.of(hello()), List.of(), Map.of(), 0);
            this.health = new SourceHealth(Map.of(), context.clock().instant(), null, false);
        }

        /** The first event of each source tells what it reads. */
        private TriggerEvent hello() {
            Instant now = context.clock().instant();
            return new TriggerEvent(null, null, settings.reads(), now, Payload.NULL, Map.of());
        }

        void says(long lag, Instant lastProgress, String problem) {
            health = new SourceHealth(Map.of("0", lag), lastProgress, problem, false);
        }

        boolean isClosedWithin(long seconds) throws InterruptedException {
            return closed.await(seconds, TimeUnit.SECONDS);
        }

        boolean isClosed() {
            return closed.getCount() == 0;
        }

        @Override
        public SourceHealth health() {
            return health;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
