// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.trigger.FilteredEvent;
import io.glowplug.trigger.FilteredEvents;
import io.glowplug.trigger.loop.PeriodicLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the last few in memory, which is all that it costs a source, and writes them down now and then. */
@Component
public final class FilteredSamples implements FilteredEvents, SmartLifecycle {

    static final int KEPT = 20;
    static final int PREVIEW_CHARACTERS = 2_048;

    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(2);
    private static final long BETWEEN_NANOS = Duration.ofMillis(20).toNanos();

    private static final String WRITE = """
            insert into filtered_event (id, trigger_id, filtered_at, bytes, preview)
            select :id, id, :at, :bytes, :preview from trigger where id = :trigger
            """;
    private static final String PRUNE = """
            delete from filtered_event where trigger_id = :trigger and id <= (
                select id from filtered_event where trigger_id = :trigger order by id desc offset :kept limit 1)
            """;
    private static final String LIST = """
            select filtered_at, bytes, preview from filtered_event where trigger_id = :trigger
            order by id desc limit :kept
            """;

    private final JdbcClient jdbc;
    private final InstantSource time;
    private final Map<UUID, Ring> rings = new ConcurrentHashMap<>();
    private final PeriodicLoop loop = new PeriodicLoop("filtered-events", WRITTEN_EVERY, this::write);

    public FilteredSamples(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /** Notes an event that was turned away. Once there are enough of them, only one in a while is looked at. */
    public void note(UUID triggerId, String document) {
        Ring ring = rings.get(triggerId);
        if (ring == null) {
            ring = rings.computeIfAbsent(triggerId, id -> new Ring());
        }
        if (ring.wants()) {
            int end = Math.min(document.length(), PREVIEW_CHARACTERS);
            String preview = document.substring(0, end).replace('\0', '\uFFFD');
            ring.add(new FilteredEvent(time.instant(), document.length(), preview));
        }
    }

    @Override
    public List<FilteredEvent> of(UUID triggerId) {
        return jdbc.sql(LIST)
                .param("trigger", triggerId)
                .param("kept", KEPT)
                .query((row, number) -> new FilteredEvent(
                        row.getObject("filtered_at", OffsetDateTime.class).toInstant(),
                        row.getInt("bytes"),
                        row.getString("preview")))
                .list();
    }

    /** One round: writes down what has gathered. */
    void write() {
        rings.forEach((trigger, ring) -> {
            List<FilteredEvent> gathered = ring.take();
            for (FilteredEvent event : gathered) {
                Instant at = event.at();
                jdbc.sql(WRITE)
                        .param("id", UuidCreator.getTimeOrderedEpochPlus1())
                        .param("trigger", trigger)
                        .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .param("bytes", event.bytes())
                        .param("preview", event.preview())
                        .update();
            }
            if (gathered.isEmpty()) {
                rings.remove(trigger, ring);
            } else {
                jdbc.sql(PRUNE).param("trigger", trigger).param("kept", KEPT).update();
            }
        });
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** The last few since the last write. */
    private static final class Ring {

        private final Deque<FilteredEvent> events = new ArrayDeque<>(KEPT);
        private long lastNanos;

        synchronized boolean wants() {
            long now = System.nanoTime();
            if (events.size() >= KEPT && now - lastNanos < BETWEEN_NANOS) {
                return false;
            }
            lastNanos = now;
            return true;
        }

        synchronized void add(FilteredEvent event) {
            if (events.size() >= KEPT) {
                events.removeFirst();
            }
            events.addLast(event);
        }

        synchronized List<FilteredEvent> take() {
            List<FilteredEvent> taken = List.copyOf(events);
            events.clear();
            return taken;
        }
    }
}
