// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.loop.PeriodicLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Removes files that belong to no object and no part: those that were replaced or deleted after some minutes, so that
 * whoever is reading them gets to the end, and those that a crash left behind when they are an hour old.
 */
final class FileSweep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

    private static final Duration FOR_READERS = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofSeconds(30);
    static final Duration GRACE = Duration.ofHours(1);

    private static final int TOGETHER = 1000;

    private final StoreHome home;
    private final ObjectRows rows;
    private final InstantSource time;
    private final PeriodicLoop loop;
    private final Deque<Due> due = new ArrayDeque<>();

    FileSweep(StoreHome home, ObjectRows rows, InstantSource time) {
        this.home = home;
        this.rows = rows;
        this.time = time;
        this.loop = new PeriodicLoop("object-file-sweep", ROUND, this::round);
    }

    private record Due(UUID file, Instant at) {}

    /** Has files removed that no row names any more. A crash in between leaves them to the full round. */
    void later(Collection<UUID> files) {
        Instant at = time.instant().plus(FOR_READERS);
        synchronized (due) {
            files.forEach(file -> due.addLast(new Due(file, at)));
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    /** Where there is no store there is nothing to sweep, and no worker is missing. */
    @Override
    public boolean isAutoStartup() {
        return home.isOpen();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void round() {
        removeUnknown(takeDue(time.instant()));
    }

    /** Looks at every file that is older, and returns how many were removed. */
    int fullRound(Instant before) {
        int removed = 0;
        if (!home.isOpen()) {
            return removed;
        }
        ObjectFiles files = home.files();
        for (Path folder : ObjectFiles.onDisk(files::folders)) {
            removed += removeUnknown(ObjectFiles.onDisk(() -> files.olderThan(folder, before)));
        }
        if (removed > 0) {
            LOG.info("Removed {} files of objects that belonged to no object", removed);
        }
        return removed;
    }

    private List<UUID> takeDue(Instant now) {
        List<UUID> taken = new ArrayList<>();
        synchronized (due) {
            while (!due.isEmpty() && !due.getFirst().at().isAfter(now)) {
                taken.add(due.removeFirst().file());
            }
        }
        return taken;
    }

    private int removeUnknown(List<UUID> files) {
        int removed = 0;
        for (int from = 0; from < files.size(); from += TOGETHER) {
            List<UUID> some = files.subList(from, Math.min(from + TOGETHER, files.size()));
            for (UUID file : rows.unknownAmong(some)) {
                removed += remove(file) ? 1 : 0;
            }
        }
        return removed;
    }

    private boolean remove(UUID file) {
        try {
            home.files().remove(file);
            return true;
        } catch (IOException e) {
            LOG.warn("A file of an object that is gone cannot be removed: {}", e.toString());
            return false;
        }
    }
}
