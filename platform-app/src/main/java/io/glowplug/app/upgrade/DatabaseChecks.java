// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The server and the nodes on it, as they are now. */
final class DatabaseChecks {

    private static final int OLDEST_SERVER = 150_000;
    private static final Duration CLOCK_LIMIT = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final CheckReport report;

    DatabaseChecks(Connection connection, CheckReport report) {
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        this.report = report;
    }

    void server(int pool) {
        int version = number("select current_setting('server_version_num')::int");
        String name = "PostgreSQL " + text("select current_setting('server_version')");
        if (version < OLDEST_SERVER) {
            report.problem(name + " is too old: 15 or newer is needed");
        } else {
            report.ok(name);
        }
        if (truth("select pg_is_in_recovery()")) {
            report.problem(
                    "the server is a standby: migrations and nodes need the primary (several hosts in the URL with"
                            + " targetServerType=primary find it)");
        } else if (truth("select current_setting('default_transaction_read_only')::boolean and not "
                + "current_setting('transaction_read_only')::boolean")) {
            report.problem("the server takes no writes");
        }
        connections(pool);
        clock();
        report.ok("the database takes "
                + Sizes.bytes(jdbc.sql("select pg_database_size(current_database())")
                        .query(Long.class)
                        .single()));
        openTransactions();
    }

    private void connections(int pool) {
        int free = number("""
                select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - (select count(*)::int from pg_stat_activity where backend_type = 'client backend') + 1
                """);
        String text = free + " connections are free on the server";
        if (pool > free) {
            report.problem(text + ", and a node takes up to " + pool
                    + ": raise max_connections or lower GLOWPLUG_DATABASE_POOL_SIZE");
        } else {
            report.ok(text + (pool == 0 ? "" : ", a node takes up to " + pool));
        }
    }

    private void clock() {
        Instant before = InstantSource.system().instant();
        long began = System.nanoTime();
        Instant theirs = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Duration half = Duration.ofNanos(System.nanoTime() - began).dividedBy(2);
        Duration ahead = Duration.between(theirs, before.plus(half));
        String text = "this machine's clock is %d ms %s the database's"
                .formatted(ahead.abs().toMillis(), ahead.isNegative() ? "behind" : "ahead of");
        if (ahead.abs().minus(half).compareTo(CLOCK_LIMIT) > 0) {
            report.problem(text + ": a node here would take no leases");
        } else {
            report.ok(text);
        }
    }

    /** A migration waits for what has begun before it, and whoever comes later waits behind the migration. */
    private void openTransactions() {
        jdbc.sql("""
                select format('process %s of %s has had a transaction open for %s s and holds up any migration that needs'
                    ' a table it has read: %s', pid, coalesce(nullif(application_name, ''), usename),
                    round(extract(epoch from clock_timestamp() - xact_start)), left(query, 60))
                from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                    and xact_start < clock_timestamp() - interval '1 minute'
                order by xact_start limit 5
                """).query(String.class).list().forEach(report::problem);
    }

    void nodes() {
        if (truth("select to_regclass('node') is null")) {
            return;
        }
        jdbc.sql("""
                select format('node %s (%s) runs version %s, state %s', id, coalesce(address, name), version, state)
                from node where state <> 'gone' and heartbeat_at > clock_timestamp() - interval '30 seconds' order by id
                """).query(String.class).list().forEach(report::note);
    }

    private boolean truth(String sql) {
        return Boolean.TRUE.equals(jdbc.sql(sql).query(Boolean.class).single());
    }

    private int number(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }
}
