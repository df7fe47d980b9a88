// SPDX-License-Identifier: Apache-2.0
package io.glowplug.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * Real PostgreSQL for tests: one server for each test JVM, one fresh and migrated database for each caller, copied from
 * a template, since that takes a tenth of the time of the migrations. The server's time zone is odd on purpose, so that
 * code which leans on UTC fails here and not at a user's.
 */
public final class TestPostgres {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestPostgres() {}

    /** Creates a database with the migrations of every module on the class path, and a pool of connections to it. */
    public static HikariDataSource freshDatabase() {
        return pool(createDatabase());
    }

    /**
     * Creates a database with the migrations of every module on the class path and returns its JDBC URL, user name
     * included.
     */
    public static String createDatabase() {
        return create("test_" + COUNTER.incrementAndGet(), Template.NAME);
    }

    /** Creates one that no migration has touched yet. */
    public static String createEmptyDatabase() {
        return create("test_" + COUNTER.incrementAndGet(), "template1");
    }

    private static String create(String name, String template) {
        try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
        return Server.INSTANCE.getJdbcUrl("postgres", name);
    }

    public static HikariDataSource pool(String jdbcUrl) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private static final class Template {
        static final String NAME = migrated("migrated");

        private static String migrated(String name) {
            Flyway.configure()
                    .dataSource(create(name, "template1"), null, null)
                    .load()
                    .migrate();
            return name;
        }
    }

    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("timezone", "Asia/Kathmandu")
                        .setServerConfig("wal_level", "logical")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
