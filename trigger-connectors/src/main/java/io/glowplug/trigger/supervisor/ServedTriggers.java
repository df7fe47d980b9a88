// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.catalog.TriggerSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The triggers whose events are brought here: each is open on every node, as it was last seen. A change of this node is
 * effective when it is answered, one of another node within a second.
 */
@Component
public class ServedTriggers {

    private static final Logger LOG = LoggerFactory.getLogger(ServedTriggers.class);

    private final WantedTriggers wanted;
    private final TriggerSnapshot triggers;
    private final SourceOpener opener;
    private final TriggerLeases leases;
    private final EventSink sink;
    private final InstantSource time;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<UUID, ServedTrigger> served = Map.of();
    private volatile boolean known;
    private boolean closed;

    ServedTriggers(
            WantedTriggers wanted,
            TriggerSnapshot triggers,
            SourceOpener opener,
            TriggerLeases leases,
            EventSink sink,
            InstantSource time) {
        this.wanted = wanted;
        this.triggers = triggers;
        this.opener = opener;
        this.leases = leases;
        this.sink = sink;
        this.time = time;
        triggers.onChange(this::bringInLine);
    }

    /**
     * A trigger as it is served here.
     *
     * @param source null if it could not be opened
     * @param problem why it could not be opened, or null
     */
    public record ServedTrigger(
            TriggerDefinition trigger,
            Instant since,
            @Nullable TriggerSource source,
            @Nullable String problem) {

        @Nullable
        SourceHealth health() {
            return source == null ? null : source.health();
        }
    }

    /** Has the listener called each time that something else is served. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether the triggers were ever read; before that nobody can say what is served. */
    public boolean isKnown() {
        return known;
    }

    public Collection<ServedTrigger> all() {
        return served.values();
    }

    /** Opens what is new or changed and closes what was there before. */
    void bringInLine() {
        // Outside of the lock: the first look reads the triggers, and whoever reads them calls this.
        triggers.triggers();
        bringInLineWithWhatIsKnown();
    }

    private synchronized void bringInLineWithWhatIsKnown() {
        if (closed) {
            return;
        }
        Map<UUID, ServedTrigger> before = served;
        Map<UUID, ServedTrigger> after = new HashMap<>();
        List<ServedTrigger> replaced = new ArrayList<>(before.values());
        wanted.toServe().forEach((id, trigger) -> {
            ServedTrigger known = before.get(id);
            if (known != null && known.trigger().equals(trigger) && known.source() != null) {
                after.put(id, known);
                replaced.remove(known);
            } else {
                after.put(id, open(trigger));
            }
        });
        if (after.equals(before) && known) {
            return;
        }
        served = Map.copyOf(after);
        known = true;
        listeners.forEach(Runnable::run);
        replaced.forEach(ServedTriggers::close);
    }

    /** Serves nothing any more. */
    synchronized void closeAll() {
        closed = true;
        Collection<ServedTrigger> before = served.values();
        served = Map.of();
        listeners.forEach(Runnable::run);
        before.forEach(ServedTriggers::close);
    }

    private ServedTrigger open(TriggerDefinition trigger) {
        Instant now = time.instant();
        try {
            TriggerSource source = opener.open(trigger, new SharedEmissions(trigger, triggers, leases, sink));
            return new ServedTrigger(trigger, now, source, null);
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} cannot be served and is tried again", trigger.name(), e);
            return new ServedTrigger(trigger, now, null, "cannot be opened: " + e.getMessage());
        }
    }

    private static void close(ServedTrigger replaced) {
        TriggerSource source = replaced.source();
        if (source == null) {
            return;
        }
        try {
            source.close();
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} did not close cleanly", replaced.trigger().name(), e);
        }
    }
}
