// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.object.external.ExternalBucket;
import io.glowplug.trigger.object.external.ExternalStore.Existing;
import io.glowplug.trigger.object.external.PlannedChange;
import io.glowplug.trigger.object.external.SeenObject;
import io.glowplug.trigger.object.external.SeenObjects;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a bucket after the other: what is listed is held against what was seen, and each difference becomes a record
 * of an event. An event is planned first and emitted then, so that one which a crash cut off is emitted by the next scan,
 * under the same key.
 */
final class Scan {

    private static final int MOST_EVENTS = 100;
    /** A first scan that was cut off goes on as the first one, with what it has seen. */
    private static final String BEGUN = "begun";

    private static final String SCANNED = "scanned";
    private static final Duration HELD_BACK = Duration.ofSeconds(1);

    private final SourceContext context;
    private final ObjectSettings settings;
    private final ExternalEventMapper mapper;
    private final SeenObjects seen;
    private final int maxOpenInvocations;
    private final UUID triggerId;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final boolean wantsCreated;
    private final boolean wantsRemoved;

    Scan(SourceContext context, ObjectSettings settings, ExternalEventMapper mapper, SeenObjects seen, int maxOpen) {
        this.context = context;
        this.settings = settings;
        this.mapper = mapper;
        this.seen = seen;
        this.maxOpenInvocations = maxOpen;
        this.triggerId = context.trigger().id();
        this.wantsCreated = settings.types().stream().anyMatch(ObjectEventType::isCreation);
        this.wantsRemoved = settings.types().contains(ObjectEventType.DELETE);
    }

    /** The scan is to end; whatever has begun is finished. */
    void stop() {
        stopping.countDown();
    }

    /** Scans once; false if it was stopped or the lease is lost. */
    boolean run(ExternalBucket bucket, Runnable progress) {
        Instant begun = context.clock().instant();
        String checkpoint = context.checkpoints().getOrDefault(settings.bucket(), "");
        boolean first = !checkpoint.startsWith(mark(SCANNED));
        if (first && !checkpoint.startsWith(mark(BEGUN))) {
            seen.forget(triggerId);
            if (!markBy(BEGUN, begun)) {
                return false;
            }
        } else if (!emit(seen.planned(triggerId), 0)) {
            return false;
        }
        String after = "";
        @Nullable String token = null;
        do {
            ExternalBucket.Listed page = bucket.list(settings.prefix(), token);
            if (stopping.getCount() == 0) {
                return false;
            }
            token = page.next();
            String through = token == null ? null : page.objects().getLast().key();
            if (!handle(page.objects(), after, through, first)) {
                return false;
            }
            after = through == null ? after : through;
            progress.run();
        } while (token != null);
        return markBy(SCANNED, begun);
    }

    private boolean handle(List<SeenObject> listed, String after, @Nullable String through, boolean first) {
        Map<String, SeenObject> known = seen.between(triggerId, after, through);
        List<SeenObject> silent = new ArrayList<>();
        List<SeenObject> changed = new ArrayList<>();
        for (SeenObject object : listed) {
            SeenObject before = known.remove(object.key());
            if (!object.key().endsWith(settings.suffix()) || same(object, before)) {
                continue;
            }
            if (!wantsCreated || (first && wasThereBefore(object))) {
                silent.add(object);
            } else {
                changed.add(object);
            }
        }
        seen.remember(triggerId, silent);
        List<SeenObject> removed = List.copyOf(known.values());
        if (!wantsRemoved && !removed.isEmpty()) {
            seen.forget(triggerId, known.keySet());
        }
        return tell(changed, false) && (!wantsRemoved || tell(removed, true));
    }

    /** The database keeps times in microseconds. */
    private static boolean same(SeenObject object, @Nullable SeenObject before) {
        return before != null
                && object.eTag().equals(before.eTag())
                && object.size() == before.size()
                && object.modifiedAt().truncatedTo(ChronoUnit.MICROS).equals(before.modifiedAt());
    }

    private boolean wasThereBefore(SeenObject object) {
        return settings.externalStore().existing() == Existing.SKIP
                && object.modifiedAt().isBefore(context.trigger().sourceSince().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Plans and emits, as many events at a time as go into one emission. */
    private boolean tell(List<SeenObject> objects, boolean removed) {
        int size = context.trigger().batch().size();
        int together = size * MOST_EVENTS;
        for (int from = 0; from < objects.size(); from += together) {
            if (!hasRoom()) {
                return false;
            }
            List<SeenObject> silent = new ArrayList<>();
            List<PlannedChange> planned = new ArrayList<>();
            UUID emission = UuidCreator.getTimeOrderedEpochPlus1();
            int position = 0;
            for (SeenObject object : objects.subList(from, Math.min(from + together, objects.size()))) {
                PlannedChange change = new PlannedChange(
                        removed ? at(object, context.clock().instant()) : object, removed, emission, position);
                if (!context.passesFilter(mapper.record(context.trigger(), settings.bucket(), change)
                        .json())) {
                    silent.add(object);
                    continue;
                }
                planned.add(change);
                position++;
                if (position == size) {
                    emission = UuidCreator.getTimeOrderedEpochPlus1();
                    position = 0;
                }
            }
            if (removed) {
                seen.forget(triggerId, silent.stream().map(SeenObject::key).toList());
            } else {
                seen.remember(triggerId, silent);
            }
            Set<String> fresh = seen.plan(triggerId, planned);
            List<PlannedChange> mine = planned.stream()
                    .filter(change -> fresh.contains(change.object().key()))
                    .toList();
            if (!emit(mine, silent.size())) {
                return false;
            }
        }
        return true;
    }

    private static SeenObject at(SeenObject object, Instant time) {
        return new SeenObject(object.key(), object.eTag(), object.size(), time.truncatedTo(ChronoUnit.MICROS));
    }

    private boolean emit(List<PlannedChange> planned, int filtered) {
        if (planned.isEmpty() && filtered == 0) {
            return true;
        }
        Map<UUID, TreeMap<Integer, PlannedChange>> byEvent = new LinkedHashMap<>();
        planned.forEach(change ->
                byEvent.computeIfAbsent(change.emission(), _ -> new TreeMap<>()).put(change.position(), change));
        List<TriggerEvent> events = byEvent.entrySet().stream()
                .map(event -> mapper.event(
                        context.trigger(),
                        settings.bucket(),
                        event.getKey(),
                        List.copyOf(event.getValue().values())))
                .toList();
        if (!stored(context.emit(events, List.of(), Map.of(), filtered))) {
            return false;
        }
        seen.emitted(triggerId, byEvent.keySet());
        return true;
    }

    /** Waits as long as too much is open; false if the scan is to end. */
    private boolean hasRoom() {
        try {
            while (context.openInvocations() >= maxOpenInvocations) {
                if (stopping.await(HELD_BACK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return stopping.getCount() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a checkpoint begins with; one of an earlier source is none. */
    private String mark(String what) {
        return context.trigger().sourceSince() + " " + what + " ";
    }

    private boolean markBy(String what, Instant begun) {
        return stored(context.emit(List.of(), List.of(), Map.of(settings.bucket(), mark(what) + begun), 0));
    }

    private static boolean stored(EmitResult result) {
        return switch (result) {
            case EmitResult.Accepted _ -> true;
            case EmitResult.LeaseLost _ -> false;
        };
    }
}
