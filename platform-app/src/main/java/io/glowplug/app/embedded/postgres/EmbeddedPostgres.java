// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.settings.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running PostgreSQL of this platform's own. */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

    private final PostgresPrograms programs;
    private final PostgresCluster cluster;
    private final OrphanGuard guard;
    private final int port;

    private EmbeddedPostgres(PostgresPrograms programs, PostgresCluster cluster, OrphanGuard guard, int port) {
        this.programs = programs;
        this.cluster = cluster;
        this.guard = guard;
        this.port = port;
    }

    static EmbeddedPostgres start(DataDirectory data, EmbeddedPostgresProperties properties) {
        long begin = System.nanoTime();
        try {
            Path home = PostgresBinaries.unpackInto(data);
            PostgresPrograms programs = new PostgresPrograms(home, data.resolve("postgres-programs.log"));
            PostgresCluster cluster = PostgresCluster.open(data, programs);
            stopLeftOver(cluster, programs);

            int port = properties.port() == 0 ? freePort() : properties.port();
            cluster.configure(settings(properties, port));
            Path logFile = data.resolve("postgres.log");
            keepSmall(logFile);
            programs.run(
                    properties.startTimeout(),
                    "pg_ctl",
                    "start",
                    "--pgdata=" + cluster.path(),
                    "--log=" + logFile,
                    "--wait",
                    "--timeout=" + properties.startTimeout().toSeconds());

            Postmaster postmaster = Postmaster.of(cluster.path())
                    .orElseThrow(() -> new IOException("PostgreSQL stopped right after its start, see " + logFile));
            log.info(
                    "Embedded PostgreSQL listens on 127.0.0.1:{} after {} ms",
                    port,
                    (System.nanoTime() - begin) / 1_000_000);
            return new EmbeddedPostgres(programs, cluster, OrphanGuard.over(postmaster), port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL", e);
        }
    }

    private static void stopLeftOver(PostgresCluster cluster, PostgresPrograms programs) throws IOException {
        Optional<Postmaster> leftOver = Postmaster.of(cluster.path());
        if (leftOver.isPresent()) {
            log.info(
                    "Stopping the PostgreSQL (process {}) that an earlier platform left behind",
                    leftOver.get().pid());
            stop(cluster, programs);
        }
    }

    private static void stop(PostgresCluster cluster, PostgresPrograms programs) throws IOException {
        String directory = "--pgdata=" + cluster.path();
        String timeout = "--timeout=" + STOP_TIMEOUT.toSeconds();
        if (!programs.succeeds(STOP_TIMEOUT, "pg_ctl", "stop", directory, "--mode=fast", "--wait", timeout)
                && Postmaster.of(cluster.path()).isPresent()) {
            programs.run(STOP_TIMEOUT, "pg_ctl", "stop", directory, "--mode=immediate", "--wait", timeout);
        }
    }

    private static Map<String, String> settings(EmbeddedPostgresProperties properties, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
        settings.put("wal_level", "logical");
        settings.put("max_connections", Integer.toString(properties.maxConnections()));
        settings.put("shared_buffers", properties.sharedBuffers());
        settings.put("max_wal_size", "2GB");
        settings.put("log_checkpoints", "off");
        settings.put("log_timezone", "UTC");
        settings.put("timezone", "UTC");
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void keepSmall(Path logFile) throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
            Files.delete(logFile);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
    }

    String username() {
        return PostgresCluster.USER;
    }

    String password() {
        return cluster.password();
    }

    /** Stops the server and waits until its files are consistent; connections that are still open are cut. */
    @Override
    public void close() {
        try {
            stop(cluster, programs);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the embedded PostgreSQL", e);
        } finally {
            guard.close();
        }
    }
}
