// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import io.glowplug.app.settings.StartRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * Lets a node start on a schema that is newer than it knows only if that schema says that it may: see the table
 * schema_compatibility. An older schema is migrated, as always; nodes that start at once wait for each other.
 */
@Component
class SchemaGuard implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        MigrationInfoService migrations = flyway.info();
        refuseIfTooNew(migrations, flyway.getConfiguration().getDataSource());
        Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .dataSource(new PatientDataSource(flyway.getConfiguration().getDataSource()))
                .load()
                .migrate();
    }

    /** Migrations may take as long as they need: the limit on an answer of the server does not count for them. */
    private static final class PatientDataSource extends DelegatingDataSource {

        private PatientDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        }
    }

    private static void refuseIfTooNew(MigrationInfoService migrations, DataSource database) {
        MigrationInfo current = migrations.current();
        if (current == null || current.getVersion() == null) {
            return;
        }
        MigrationVersion known = known(migrations);
        if (current.getVersion().compareTo(known) <= 0) {
            return;
        }
        Optional<Integer> minimum = minimum(database);
        if (minimum.isPresent()
                && MigrationVersion.fromVersion(Integer.toString(minimum.get())).compareTo(known) > 0) {
            throw new StartRefusedException(
                    "The database's schema has version " + current.getVersion()
                            + ", which needs a platform that knows version " + minimum.get()
                            + "; this one knows versions up to " + known + ".",
                    "Start this node with the platform's newer version, which other nodes on this database have. To go"
                            + " back to this version, restore a backup from before the upgrade.");
        }
    }

    /** The newest migration that this platform brings. */
    static MigrationVersion known(MigrationInfoService migrations) {
        return Arrays.stream(migrations.all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
    }

    private static Optional<Integer> minimum(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        boolean says = Boolean.TRUE.equals(jdbc.sql("select to_regclass('schema_compatibility') is not null")
                .query(Boolean.class)
                .single());
        return says
                ? jdbc.sql("select minimum_version from schema_compatibility")
                        .query(Integer.class)
                        .optional()
                : Optional.empty();
    }
}
