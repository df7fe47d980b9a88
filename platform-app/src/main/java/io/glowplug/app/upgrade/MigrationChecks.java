// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import io.glowplug.app.upgrade.MigrationScript.Touch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Names the migrations that a start of this version will make, what they touch, and about how long they may take. The
 * estimate goes by the size of the tables and by figures of a small machine, so that it is rather too long.
 */
final class MigrationChecks {

    private static final long SCANNED_PER_SECOND = 200L << 20;
    private static final long INDEXED_PER_SECOND = 40L << 20;
    private static final long WRITTEN_PER_SECOND = 20L << 20;

    private final JdbcClient jdbc;
    private final CheckReport report;

    private MigrationChecks(JdbcClient jdbc, CheckReport report) {
        this.jdbc = jdbc;
        this.report = report;
    }

    static void run(Connection connection, CheckReport report) {
        SingleConnectionDataSource database = new SingleConnectionDataSource(connection, true);
        MigrationInfoService migrations =
                Flyway.configure().dataSource(database).load().info();
        new MigrationChecks(JdbcClient.create(database), report).report(migrations);
    }

    private void report(MigrationInfoService migrations) {
        MigrationInfo current = migrations.current();
        MigrationVersion known = SchemaGuard.known(migrations);
        if (current != null
                && current.getVersion() != null
                && current.getVersion().compareTo(known) > 0) {
            newer(current.getVersion(), known);
            return;
        }
        for (MigrationInfo failed : migrations.all()) {
            if (failed.getState().isFailed()) {
                report.problem("migration " + name(failed) + " has failed before and has to be repaired");
            }
        }
        MigrationInfo[] pending = migrations.pending();
        if (pending.length == 0) {
            report.ok("the schema is up to date (version " + known + "): an upgrade changes nothing in it");
        } else if (current == null) {
            report.note("the database is empty: " + pending.length + " migrations make the schema");
        } else {
            report.note(pending.length + " migration(s) will be made by the first node that starts:");
            for (MigrationInfo migration : pending) {
                describe(migration);
            }
        }
    }

    private void newer(MigrationVersion current, MigrationVersion known) {
        Optional<Integer> minimum = jdbc.sql("select minimum_version from schema_compatibility")
                .query(Integer.class)
                .optional();
        boolean works = minimum.isPresent()
                && MigrationVersion.fromVersion(Integer.toString(minimum.get())).compareTo(known) <= 0;
        String text = "the schema (version " + current + ") is newer than this platform knows (" + known + ")";
        if (works) {
            report.note(text + ", and says that this platform can work with it");
        } else {
            report.problem(text + ", and needs a newer one: a node of this version refuses to start");
        }
    }

    private void describe(MigrationInfo migration) {
        MigrationScript script = MigrationScript.parse(textOf(migration));
        report.detail(name(migration)
                + (script.contractReason().isEmpty() ? "" : " [contract: " + script.contractReason() + "]"));
        if (script.touches().isEmpty()) {
            report.detail("    only makes new tables; nothing waits for it");
        }
        script.touches().forEach(this::describe);
    }

    private void describe(Touch touch) {
        long bytes = sizeOf(touch.table());
        report.detail("    %s (%s), lock %s, %s: %s"
                .formatted(
                        touch.table().isEmpty() ? "-" : touch.table(),
                        Sizes.bytes(bytes),
                        touch.lock(),
                        Sizes.about(estimate(touch, bytes)),
                        touch.statement().length() > 100
                                ? touch.statement().substring(0, 100) + "…"
                                : touch.statement()));
    }

    static Duration estimate(Touch touch, long bytes) {
        return switch (touch.work()) {
            case CATALOG -> Duration.ZERO;
            case SCAN -> Duration.ofSeconds(bytes / SCANNED_PER_SECOND);
            case INDEX -> Duration.ofSeconds(bytes / INDEXED_PER_SECOND);
            case REWRITE -> Duration.ofSeconds(bytes / WRITTEN_PER_SECOND);
        };
    }

    /** Of the table with all its partitions. */
    private long sizeOf(String table) {
        return table.isEmpty()
                ? 0
                : jdbc.sql("""
                        select coalesce(sum(pg_total_relation_size(relid)), 0)::bigint
                        from pg_partition_tree(to_regclass(:table))
                        """).param("table", table).query(Long.class).single();
    }

    private static String name(MigrationInfo migration) {
        return "V" + migration.getVersion() + " " + migration.getDescription();
    }

    private static String textOf(MigrationInfo migration) {
        try {
            return new ClassPathResource("db/migration/" + migration.getScript())
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
