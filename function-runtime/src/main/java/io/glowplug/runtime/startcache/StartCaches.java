// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.startcache;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.bootstrap.JavaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start caches of this node, kept in a directory that platforms of one user share and later ones find again. A crash
 * while one is built leaves a draft behind, which the next platform removes. https://openjdk.org/jeps/514
 */
public final class StartCaches implements AutoCloseable {

    /** Earlier JDKs check the places of jars, which in a sandbox are not those of the rehearsal. */
    public static final int OLDEST_JAVA = 25;

    private static final Logger log = LoggerFactory.getLogger(StartCaches.class);

    /** A cache that no platform has asked for in this time belongs to a JDK or a platform that is gone. */
    private static final Duration UNUSED = Duration.ofDays(30);

    private static final String ENDING = ".aot";
    private static final String DRAFT = ".draft-";

    private sealed interface State {
        record Building() implements State {}

        record Ready(Path cache) implements State {}

        record Without() implements State {}
    }

    private final Path directory;
    private final JavaFiles files;
    private final Rehearsals rehearsals;
    private final InstantSource clock;
    private final Map<Path, State> states = new ConcurrentHashMap<>();
    private final Semaphore oneAtATime = new Semaphore(1);

    public StartCaches(Path directory, JavaFiles files, Rehearsals rehearsals, InstantSource clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.files = files;
        this.rehearsals = rehearsals;
        this.clock = clock;
        removeUnused();
    }

    /** Returns the cache for a JDK if there is one by now; if not, one is built in the background. */
    public Optional<Path> cacheFor(Path java, int version) {
        if (version < OLDEST_JAVA) {
            return Optional.empty();
        }
        return switch (states.computeIfAbsent(java, this::findOrBuild)) {
            case State.Ready(Path cache) when Files.exists(cache) -> Optional.of(cache);
            case State.Ready _, State.Building _, State.Without _ -> Optional.empty();
        };
    }

    private State findOrBuild(Path java) {
        Path cache = directory.resolve(key(java) + ENDING);
        try {
            Files.setLastModifiedTime(cache, FileTime.from(clock.instant()));
            return new State.Ready(cache);
        } catch (IOException notThere) {
            Thread.startVirtualThread(() -> states.put(java, build(java, cache)));
            return new State.Building();
        }
    }

    private State build(Path java, Path cache) {
        Path draft = directory.resolve(DRAFT + ProcessHandle.current().pid() + "-" + cache.getFileName());
        oneAtATime.acquireUninterruptibly();
        try {
            long before = System.nanoTime();
            rehearsals.record(java, draft);
            Rehearsals.Comparison comparison = rehearsals.compare(java, draft);
            log.info(
                    "Start cache for {}: a start takes {} ms of processor time with it, {} ms without it (built in {} ms)",
                    java,
                    comparison.with().toMillis(),
                    comparison.without().toMillis(),
                    Duration.ofNanos(System.nanoTime() - before).toMillis());
            if (!comparison.helps()) {
                return new State.Without();
            }
            Files.move(draft, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new State.Ready(cache);
        } catch (IOException failed) {
            if (!rehearsals.isClosed()) {
                log.warn("No start cache for {}: functions start without one", java, failed);
            }
            return new State.Without();
        } finally {
            oneAtATime.release();
            delete(draft);
        }
    }

    /** The JDK says in its file {@code release} what exactly it is; the jars' directory is named by their content. */
    private String key(Path java) {
        var identity = new StringBuilder(java + "\n" + files.directory().getFileName() + "\n")
                .append(String.join("\n", Rehearsals.OPTIONS));
        try {
            identity.append(Files.readString(java.resolveSibling("../release")));
        } catch (IOException unnamed) {
            log.debug("{} has no file that says which JDK it is", java);
        }
        return Payload.ofUtf8(identity.toString()).sha256().substring(0, 16) + "-java";
    }

    private void removeUnused() throws IOException {
        List<Path> found;
        try (Stream<Path> entries = Files.list(directory)) {
            found = entries.toList();
        }
        for (Path file : found) {
            boolean unused = Files.getLastModifiedTime(file)
                    .toInstant()
                    .plus(file.getFileName().toString().startsWith(DRAFT) ? Duration.ofHours(1) : UNUSED)
                    .isBefore(clock.instant());
            if (unused) {
                delete(file);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("Could not be removed: {}", file, e);
        }
    }

    /** Ends what is being built; caches that are finished stay. */
    @Override
    public void close() {
        rehearsals.close();
        oneAtATime.acquireUninterruptibly();
        oneAtATime.release();
    }
}
