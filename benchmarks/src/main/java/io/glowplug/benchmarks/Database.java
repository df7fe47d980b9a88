// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL of the benchmark's own, durable like a real one, so that raw statements can be measured on it too. */
final class Database implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Path directory;
    private final String name;

    private Database(EmbeddedPostgres postgres, Path directory, String name) {
        this.postgres = postgres;
        this.directory = directory;
        this.name = name;
    }

    static Database start(Path directory) throws IOException {
        return new Database(
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_connections", "200")
                        .start(),
                directory,
                "postgres");
    }

    /** Creates an empty database on the same server; it goes with the server. */
    Database another(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new Database(postgres, directory, name);
    }

    String url() {
        return postgres.getJdbcUrl("postgres", name);
    }

    /** The process that all others of this server are children of. */
    ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
