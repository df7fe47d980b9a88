// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL as a process of ours, durable like a real one, that can be killed and started again. */
final class DatabaseServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 100;
    private static final int DISK_MEGABYTES = 1024;
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final Optional<SmallDisk> disk;
    private final String program;
    private final int port;
    private final List<Connection> taken = new ArrayList<>();
    private ProcessHandle process;

    private DatabaseServer(Path directory, Optional<SmallDisk> disk, String program, int port) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.program = program;
        this.port = port;
        this.process = launch();
    }

    /** Starts one that keeps its files below that directory. */
    static DatabaseServer start(Path directory) throws IOException {
        Path data = directory.resolve("postgres");
        Optional<SmallDisk> disk = SmallDisk.mountAt(data, DISK_MEGABYTES);
        String program;
        int port;
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            program = programOf(data);
            port = first.getPort();
        }
        DatabaseServer server = new DatabaseServer(data, disk, program, port);
        server.awaitReady();
        return server;
    }

    /** The library unpacks PostgreSQL somewhere; the running server knows where. */
    private static String programOf(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        return ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow();
    }

    private ProcessHandle launch() throws IOException {
        List<String> command = new ArrayList<>();
        if (Processes.isRoot()) {
            command.addAll(List.of("unshare", "--user")); // PostgreSQL refuses to run as root
        }
        command.addAll(List.of(program, "-D", directory.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=" + MAX_CONNECTIONS,
                "wal_level=logical",
                "max_wal_size=256MB",
                "timezone=Asia/Kathmandu")) {
            command.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolveSibling("postgres.log").toFile()))
                .start()
                .toHandle();
    }

    int port() {
        return port;
    }

    boolean canFillDisk() {
        return disk.isPresent();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }

    void kill() {
        Processes.killWithChildren(process);
    }

    void fillDisk() {
        disk.orElseThrow().fill();
    }

    /** Takes every connection there is, and breaks those of the nodes, so that they need new ones. */
    void exhaust() {
        try {
            while (taken.size() < MAX_CONNECTIONS) {
                Connection connection = connect();
                taken.add(connection);
                try (var statement = connection.createStatement()) {
                    statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where backend_type = 'client backend' and application_name <> 'faults'"
                            + " and pid <> pg_backend_pid()");
                    statement.execute("set application_name = 'faults'");
                }
            }
        } catch (SQLException noneLeft) {
            // That is the aim.
        }
    }

    /** Gives back what was taken and starts the server if it is not running. */
    void heal() {
        for (Connection connection : taken) {
            try {
                connection.close();
            } catch (SQLException brokenAlready) {
                // It is given back all the same.
            }
        }
        taken.clear();
        disk.ifPresent(SmallDisk::empty);
        try {
            if (!process.isAlive()) {
                process = launch();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitReady() {
        await("PostgreSQL is ready; its output is in " + directory.resolveSibling("postgres.log"))
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    heal();
                    try (Connection connection = connect()) {
                        return connection.isValid(5);
                    }
                });
    }

    @Override
    public void close() {
        kill();
        disk.ifPresent(SmallDisk::close);
    }
}
