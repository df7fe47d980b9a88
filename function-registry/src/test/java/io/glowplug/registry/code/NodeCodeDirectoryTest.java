// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.registry.CodeDirectory.Lease;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.SettableClock;
import io.glowplug.registry.wiring.RegistryProperties;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class NodeCodeDirectoryTest {

    private static final HikariDataSource DATABASE = TestPostgres.freshDatabase();

    @TempDir
    private Path root;

    private final CodePackageStore store = new CodePackageStore(JdbcClient.create(DATABASE));
    private final SettableClock clock = new SettableClock();
    private NodeCodeDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = newDirectory();
    }

    @AfterEach
    void close() throws IOException {
        directory.destroy();
        FileTree.delete(root);
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void unpacksReadOnlyWithExecutableBitsAndLinksKept() throws IOException {
        CodePackage code = stored(TestZip.zip()
                .directory("empty")
                .file("lib/tool.py", "x = 1\n")
                .executable("bin/run", "#!/bin/sh\n")
                .link("latest", "lib/tool.py"));

        try (Lease lease = directory.lease(code)) {
            assertThat(lease.path()).isEqualTo(root.resolve(code.sha256()));
            assertThat(lease.path().resolve("latest")).isSymbolicLink().hasContent("x = 1\n");
            assertThat(mode(lease.path())).isEqualTo("r-xr-xr-x");
            assertThat(mode(lease.path().resolve("empty"))).isEqualTo("r-xr-xr-x");
            assertThat(mode(lease.path().resolve("lib"))).isEqualTo("r-xr-xr-x");
            assertThat(mode(lease.path().resolve("lib/tool.py"))).isEqualTo("r--r--r--");
            assertThat(mode(lease.path().resolve("bin/run"))).isEqualTo("r-xr-xr-x");
        }
    }

    @Test
    void mergesLayersInTheirOrderWithoutFollowingLinks() throws IOException {
        CodePackage low = stored(TestZip.zip()
                .file("both", "low")
                .file("low/only", "low")
                .file("becomes-directory", "x")
                .file("becomes-file/x", "x")
                .link("becomes-directory-too", "low")
                .executable("bin/tool", "low"));
        CodePackage high = stored(TestZip.zip()
                .file("both", "high")
                .file("low/more", "high")
                .file("becomes-directory/x", "high")
                .file("becomes-file", "high")
                .file("becomes-directory-too/only", "high")
                .link("link", "both"));

        Lease merged = directory.leaseLayers(List.of(low, high));
        Lease again = directory.leaseLayers(List.of(low, high));
        Path place = merged.path();
        assertThat(again.path()).isEqualTo(place);
        try (Lease reversed = directory.leaseLayers(List.of(high, low))) {
            assertThat(reversed.path().resolve("both")).hasContent("low");
        }

        assertThat(place.resolve("both")).hasContent("high");
        assertThat(place.resolve("low/only")).hasContent("low");
        assertThat(place.resolve("low/more")).hasContent("high");
        assertThat(place.resolve("becomes-directory/x")).hasContent("high");
        assertThat(place.resolve("becomes-file")).hasContent("high");
        assertThat(place.resolve("becomes-directory-too"))
                .isDirectory()
                .satisfies(path -> assertThat(Files.isSymbolicLink(path)).isFalse());
        assertThat(place.resolve("link")).isSymbolicLink().hasContent("high");
        assertThat(mode(place)).isEqualTo("r-xr-xr-x");
        assertThat(mode(place.resolve("low"))).isEqualTo("r-xr-xr-x");
        assertThat(mode(place.resolve("bin/tool"))).isEqualTo("r-xr-xr-x");
        assertThat(Files.getAttribute(place.resolve("bin/tool"), "unix:nlink")).isEqualTo(3);

        merged.close();
        assertThat(directory.discardUnleased(String.valueOf(place.getFileName())))
                .isFalse();
        again.close();
        assertThat(directory.discardUnleased(String.valueOf(place.getFileName())))
                .isTrue();
        assertThat(directory.merged()).hasSize(1);
        assertThat(directory.discardUnleased(low.sha256())).isTrue();
    }

    @Test
    void unpacksOnceForTwentyThreadsAtOnce() throws Exception {
        CheckedCode checked = ArchiveCheck.check(
                TestZip.zip().zeros("big", 20_000_000).file("app.py", "").bytes());
        AtomicInteger unpacked = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Long>> sizes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                sizes.add(threads.submit(() -> {
                    go.await();
                    try (Lease lease = directory.lease(checked.code(), () -> {
                        unpacked.incrementAndGet();
                        return checked.archive();
                    })) {
                        return Files.size(lease.path().resolve("big"));
                    }
                }));
            }
            go.countDown();
        }

        for (Future<Long> size : sizes) {
            assertThat(size.get()).isEqualTo(20_000_000);
        }
        assertThat(unpacked).hasValue(1);
        assertThat(names()).containsExactly(checked.code().sha256());
    }

    @Test
    void leasedCodeIsNotDiscardedBeforeItsLastLeaseCloses() {
        CodePackage code = stored(TestZip.zip().file("app.py", "leased"));
        Lease first = directory.lease(code);
        Lease second = directory.lease(code);

        first.close();
        first.close();
        assertThat(directory.discardUnleased(code.sha256())).isFalse();
        assertThat(second.path().resolve("app.py")).hasContent("leased");

        second.close();
        assertThat(directory.discardUnleased(code.sha256())).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void codeThatAnotherProcessLeasesIsNotDiscarded() throws Exception {
        CodePackage code = stored(TestZip.zip().file("app.py", "leased elsewhere"));
        directory.lease(code).close();

        Process other = otherProcessSharing(code);
        assertThat(directory.discardUnleased(code.sha256())).isFalse();

        other.destroyForcibly().waitFor();
        assertThat(directory.discardUnleased(code.sha256())).isTrue();
    }

    @Test
    void discardingRacesWithLeasesAndNeverTakesFilesAway() throws Exception {
        CodePackage code = stored(TestZip.zip().file("app.py", "in use"));
        CountDownLatch discards = new CountDownLatch(10);
        // Platform threads: virtual ones that never wait would not let the third one run on two cores.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> racers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                racers.add(threads.submit(() -> {
                    while (discards.getCount() > 0) {
                        try (Lease lease = directory.lease(code)) {
                            assertThat(lease.path().resolve("app.py")).hasContent("in use");
                            assertThat(mode(lease.path().resolve("app.py"))).isEqualTo("r--r--r--");
                        }
                        // On a busy machine one of the two would hold a lease nearly always.
                        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(500_000));
                    }
                    return null;
                }));
            }
            racers.add(threads.submit(() -> {
                while (discards.getCount() > 0) {
                    if (directory.discardUnleased(code.sha256())) {
                        discards.countDown();
                    }
                }
            }));
            for (Future<?> racer : racers) {
                racer.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void removesWhatACrashLeftBehind() throws IOException {
        String sha256 = "ab".repeat(32);
        Path halfUnpacked = Files.createDirectories(root.resolve(".unpacking-" + sha256 + "/lib"));
        Files.writeString(halfUnpacked.resolve("half.py"), "x =");
        Path halfDiscarded = Files.createDirectories(root.resolve(".discarded-1/lib"));
        Files.setPosixFilePermissions(halfDiscarded, PosixFilePermissions.fromString("r-xr-xr-x"));
        directory.destroy();

        directory = newDirectory();

        assertThat(names()).isEmpty();
    }

    @Test
    void leavesNothingWhenUnpackingFails() throws IOException {
        CodePackage code = stored(TestZip.zip().file("app.py", "x"));
        Files.createDirectories(root);
        Path inTheWay = Files.writeString(root.resolve(".unpacking-" + code.sha256()), "");
        Lease lease = directory.lease(code);
        assertThat(lease.path().resolve("app.py")).hasContent("x");
        assertThat(inTheWay).doesNotExist();
        lease.close();

        CodePackage damaged = new CodePackage("cd".repeat(32), 1, 1);
        assertThatThrownBy(() -> directory.lease(damaged, () -> new byte[] {1}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("damaged");
        assertThat(names()).containsExactly(code.sha256());
    }

    @Test
    void refusesCodeThatIsStoredNowhere() {
        CodePackage unknown = new CodePackage("ef".repeat(32), 1, 1);

        assertThatThrownBy(() -> directory.lease(unknown))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Code package not found");
        assertThat(names()).isEmpty();
    }

    private CodePackage stored(TestZip zip) {
        CheckedCode checked = ArchiveCheck.check(zip.bytes());
        store.save(checked, clock.instant());
        return checked.code();
    }

    private NodeCodeDirectory newDirectory() throws IOException {
        RegistryProperties properties =
                new RegistryProperties(root, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(5), 1000);
        return new NodeCodeDirectory(properties, new CodePackages(store, clock));
    }

    /** A process of its own, because the operating system's locks do not tell threads of one process apart. */
    private Process otherProcessSharing(CodePackage code) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedLockHolder.class.getName(),
                        root.resolve(".locks").toString(),
                        code.sha256())
                .redirectErrorStream(true)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("holding");
        return process;
    }

    private List<String> names() {
        try (Stream<Path> found = Files.list(root)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".locks"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Holds a package's shared lock until it is killed. */
    static final class SharedLockHolder {
        private SharedLockHolder() {}

        public static void main(String[] arguments) throws Exception {
            try (DirectoryLocks locks = new DirectoryLocks(Path.of(arguments[0]));
                    var _ = locks.shared(arguments[1])) {
                System.out.println("holding");
                new CountDownLatch(1).await();
            }
        }
    }
}
