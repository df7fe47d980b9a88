// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.InstalledPlatform;
import io.glowplug.e2e.Rest;
import io.glowplug.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One packaged node: its process, its line to the database, its disk and its clock. */
final class Node implements AutoCloseable {

    /** Shorter than the defaults, so that a round sees leases run out and be taken over. */
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final String KEY_ID = "GPAKFAULTS0000000000";
    private static final String SECRET = "the-faults-tests-use-this-secret-only-00";
    private static final String MASTER_KEY = "bm9kZXMgdGhhdCBzaGFyZSBvbmUgZGF0YWJhc2UgLi4=";
    private static final int DISK_MEGABYTES = 256;

    private final Path directory;
    private final TcpProxy line;
    private final Optional<SmallDisk> disk;
    private final Optional<ShiftedClock> clock;
    private final int port = FreePorts.next();
    private final Map<String, String> settings = new TreeMap<>();
    private Process process;

    private Node(Path directory, TcpProxy line, Optional<SmallDisk> disk, Optional<ShiftedClock> clock) {
        this.directory = directory;
        this.line = line;
        this.disk = disk;
        this.clock = clock;
    }

    /** Starts a node on that database and that broker without waiting for it. */
    static Node launch(Path directory, DatabaseServer database, BrokerServer broker, Optional<Path> clockLibrary) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TcpProxy line = TcpProxy.to(database.port());
        Optional<SmallDisk> disk = SmallDisk.mountAt(directory.resolve("data"), DISK_MEGABYTES);
        Node node = new Node(directory, line, disk, clockLibrary.map(library -> ShiftedClock.of(library, directory)));
        node.settings.put("GLOWPLUG_INGRESS_PORT", Integer.toString(FreePorts.next()));
        node.settings.putAll(Map.of(
                "GLOWPLUG_DATA_DIR",
                directory.resolve("data").toString(),
                "GLOWPLUG_PORT",
                Integer.toString(node.port),
                "GLOWPLUG_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres?user=postgres",
                "GLOWPLUG_KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "GLOWPLUG_ADMIN_ACCESS_KEY_ID",
                KEY_ID,
                "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY",
                SECRET,
                "GLOWPLUG_MASTER_KEY",
                MASTER_KEY,
                // Functions leave their notes in a file of this machine, which a sandbox would keep from them.
                "GLOWPLUG_SANDBOX",
                "none"));
        node.settings.putAll(Map.of(
                "GLOWPLUG_DISPATCH_LEASE", LEASE.toSeconds() + "s",
                "GLOWPLUG_TRIGGER_LEASE_LENGTH", LEASE.toSeconds() + "s",
                "GLOWPLUG_TRIGGER_RENEW_INTERVAL", LEASE.toSeconds() / 3 + "s",
                "GLOWPLUG_DATABASE_POOL_SIZE", "16",
                "GLOWPLUG_DISPATCH_LEDGER_AUDIT_EVERY", "5s"));
        node.clock.ifPresent(shifted -> node.settings.putAll(shifted.environment()));
        node.launch();
        return node;
    }

    private void launch() {
        ProcessBuilder builder = new ProcessBuilder(InstalledPlatform.startCommand());
        builder.directory(directory.toFile());
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Rest rest() {
        return new Rest(port, KEY_ID, SECRET);
    }

    TcpProxy line() {
        return line;
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    Optional<ShiftedClock> clock() {
        return clock;
    }

    Path log() {
        return directory.resolve("platform.log");
    }

    /** Ends the node alone; what runs its functions has to notice by itself. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void freeze() {
        Processes.freeze(process.toHandle());
    }

    /** The processes that run functions; they are where nothing hangs below. */
    List<ProcessHandle> functions() {
        return process.descendants()
                .filter(child -> child.children().findAny().isEmpty())
                .toList();
    }

    /** Ends everything that is wrong with it, and starts it if it is not running. */
    void heal() {
        line.heal();
        disk.ifPresent(SmallDisk::empty);
        clock.ifPresent(shifted -> shifted.shift(Duration.ZERO));
        Processes.thaw(process.toHandle());
        if (!process.isAlive()) {
            launch();
        }
    }

    @Override
    public void close() throws IOException {
        Processes.killWithChildren(process.toHandle());
        disk.ifPresent(SmallDisk::close);
        line.close();
    }
}
