// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.startcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.SandboxMode;
import io.glowplug.runtime.sandbox.SandboxProbe;
import io.glowplug.runtime.sandbox.SandboxProbe.Finding;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCachesTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path directory;

    private final ProcessSpawner spawner = new ProcessSpawner();

    @Test
    void aCacheIsBuiltInTheBackgroundAndFoundAgain() throws IOException {
        Path old = Files.writeString(directory.resolve("0123456789abcdef-java.aot"), "of a JDK that is gone");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Path cache;
        try (var caches = caches()) {
            assertThat(caches.cacheFor(JAVA, 24)).isEmpty();
            assertThat(caches.cacheFor(JAVA, 25)).isEmpty();
            cache = await().atMost(Duration.ofMinutes(2))
                    .until(() -> caches.cacheFor(JAVA, 25), Optional::isPresent)
                    .orElseThrow();
        }

        try (var later = caches()) {
            assertThat(later.cacheFor(JAVA, 25)).contains(cache);
            Files.delete(cache);
            assertThat(later.cacheFor(JAVA, 25)).isEmpty();
        }
        assertThat(old).doesNotExist();
    }

    @Test
    void aPlatformThatStopsEndsWhatIsBeingBuilt() throws IOException {
        try (var caches = caches()) {
            caches.cacheFor(JAVA, 25);
        }

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".aot"));
        }
    }

    private StartCaches caches() throws IOException {
        BootstrapFiles files = BootstrapFiles.extractTo(directory.resolve("bootstraps"));
        var rehearsals = new Rehearsals(files.java(), files.init(), sandbox(files), spawner);
        return new StartCaches(directory, files.java(), rehearsals, CLOCK);
    }

    private Sandbox sandbox(BootstrapFiles files) {
        var probe = new SandboxProbe(files.init(), directory, PlatformInstance.next());
        return switch (probe.find(SandboxMode.NONE)) {
            case Finding.Usable(Sandbox sandbox) -> sandbox;
            case Finding.Unusable(String reason) -> throw new AssertionError(reason);
        };
    }
}
