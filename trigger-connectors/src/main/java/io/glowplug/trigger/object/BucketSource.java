// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.Hints;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.object.store.ObjectChange;
import io.glowplug.trigger.object.store.ObjectChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what happens in one bucket of the platform's own store, on a virtual thread. A hint wakes it; without
 * one it looks from time to time.
 */
final class BucketSource implements TriggerSource {

    private static final Logger LOG = LoggerFactory.getLogger(BucketSource.class);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);
    private static final Duration LOOKED_UP_EVERY = Duration.ofSeconds(3);
    private static final int PAGE = 500;
    private static final int COUNTED = 100_000;

    private final SourceContext context;
    private final ObjectSettings settings;
    private final ObjectStore store;
    private final ObjectChanges changes;
    private final ObjectEventMapper mapper;
    private final ObjectConnectorProperties properties;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private volatile SourceHealth health;
    private long lookedUpAt;
    private long countedAt;
    private long unread;

    BucketSource(
            SourceContext context,
            ObjectSettings settings,
            ObjectStore store,
            ObjectChanges changes,
            ObjectConnectorProperties properties) {
        this.context = context;
        this.settings = settings;
        this.store = store;
        this.changes = changes;
        this.mapper = new ObjectEventMapper(properties.region(), properties.account());
        this.properties = properties;
        this.thread =
                Thread.ofVirtual().name("object-" + context.trigger().name()).unstarted(this::run);
        this.health = new SourceHealth(Map.of(), now(), null, false);
        this.lookedUpAt = System.nanoTime() - LOOKED_UP_EVERY.toNanos();
        this.countedAt = lookedUpAt;
    }

    void start() {
        thread.start();
    }

    @Override
    public SourceHealth health() {
        return health;
    }

    /** Does not interrupt: an interrupt in the midst of an emission would break its database connection. */
    @Override
    public void close() {
        closing = true;
        wake.release();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                LOG.warn(
                        "Trigger {} is still storing its events",
                        context.trigger().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Hints.Listening _ = changes.listen(settings.bucket(), wake::release)) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = readOrPause();
            }
        }
    }

    private boolean readOrPause() {
        try {
            return readUntilClosed();
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                LOG.warn("Trigger {} cannot read its bucket", context.trigger().name(), e);
            }
            health = new SourceHealth(
                    health.lag(), health.lastProgress(), "cannot store events: " + e.getMessage(), false);
            pause(DatabaseOutage.spread(PAUSE_AFTER_FAILURE));
            return !closing;
        }
    }

    /** Returns false: it is closed, or the lease is lost. */
    private boolean readUntilClosed() {
        Intake intake = new Intake(context, mapper, settings.bucket(), position());
        while (!closing) {
            if (context.openInvocations() >= properties.maxOpenInvocations()) {
                progress(intake, health.problem());
                pause(properties.pollInterval());
                continue;
            }
            List<ObjectChange> page = changes.after(settings.bucket(), intake.read(), PAGE);
            take(page, intake);
            EmitResult result = intake.emit(page.size() < PAGE);
            if (result instanceof EmitResult.LeaseLost) {
                return false;
            }
            if (page.size() < PAGE) {
                progress(intake, missingBucket());
                pause(intake.waitsAtMost(properties.pollInterval()));
            } else {
                progress(intake, null);
            }
        }
        return false;
    }

    private void take(List<ObjectChange> page, Intake intake) {
        Instant since = context.trigger().sourceSince();
        for (ObjectChange change : page) {
            if (!change.at().isBefore(since) && settings.concerns(change.event(), change.key())) {
                intake.take(mapper.record(context.trigger(), change));
            } else {
                intake.pass(change.number());
            }
        }
    }

    private long position() {
        String checkpoint = context.checkpoints().get(settings.bucket());
        return checkpoint == null ? 0 : Long.parseLong(checkpoint);
    }

    /** Says that the bucket is gone, looking it up now and then. What happened in it before is read all the same. */
    private @Nullable String missingBucket() {
        if (System.nanoTime() - lookedUpAt < LOOKED_UP_EVERY.toNanos()) {
            return health.problem();
        }
        lookedUpAt = System.nanoTime();
        try {
            store.bucket(settings.bucket());
            return null;
        } catch (RefusedException missing) {
            return missing.getMessage() + " Once it is made, reading goes on.";
        }
    }

    private void progress(Intake intake, @Nullable String problem) {
        if (intake.isCaughtUp()) {
            unread = 0;
        } else if (System.nanoTime() - countedAt >= LOOKED_UP_EVERY.toNanos()) {
            countedAt = System.nanoTime();
            unread = changes.countAfter(settings.bucket(), intake.read(), COUNTED);
        }
        health = new SourceHealth(Map.of(settings.bucket(), unread + intake.pending()), now(), problem, false);
    }

    private void pause(Duration time) {
        try {
            if (wake.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private Instant now() {
        return context.clock().instant();
    }
}
