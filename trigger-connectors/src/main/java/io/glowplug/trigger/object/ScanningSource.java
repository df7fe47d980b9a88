// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.registry.DatabaseOutage;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.object.external.ExternalBucket;
import io.glowplug.trigger.object.external.ExternalBucket.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scans a bucket of another store at intervals, on a virtual thread. */
final class ScanningSource implements TriggerSource {

    private static final Logger LOG = LoggerFactory.getLogger(ScanningSource.class);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);

    private final SourceContext context;
    private final Supplier<ExternalBucket> opener;
    private final Scan scan;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile SourceHealth health;

    ScanningSource(SourceContext context, Supplier<ExternalBucket> opener, Scan scan, Duration interval) {
        this.context = context;
        this.opener = opener;
        this.scan = scan;
        this.interval = interval;
        this.thread =
                Thread.ofVirtual().name("object-" + context.trigger().name()).unstarted(this::run);
        this.health = new SourceHealth(Map.of(), now(), null, false);
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
        closing.countDown();
        scan.stop();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                LOG.warn(
                        "Trigger {} is still scanning its bucket",
                        context.trigger().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = scanUntilFailure();
        }
    }

    private boolean scanUntilFailure() {
        try (ExternalBucket bucket = opener.get()) {
            while (scan.run(bucket, this::progress)) {
                progress();
                if (closedWithin(interval)) {
                    return false;
                }
            }
            return false;
        } catch (UnreachableException e) {
            failed(e.getMessage());
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                LOG.warn("Trigger {} cannot scan its bucket", context.trigger().name(), e);
            }
            failed("cannot scan the bucket: " + e.getMessage());
        }
        return !closedWithin(interval.compareTo(PAUSE_AFTER_FAILURE) < 0 ? interval : PAUSE_AFTER_FAILURE);
    }

    private void progress() {
        health = new SourceHealth(Map.of(), now(), null, false);
    }

    private void failed(@Nullable String problem) {
        if (closing.getCount() > 0) {
            health = new SourceHealth(Map.of(), health.lastProgress(), problem, false);
        }
    }

    private boolean closedWithin(Duration time) {
        try {
            return closing.await(DatabaseOutage.spread(time).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Instant now() {
        return context.clock().instant();
    }
}
