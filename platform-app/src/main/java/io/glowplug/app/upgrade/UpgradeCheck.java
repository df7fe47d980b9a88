// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import io.glowplug.app.embedded.postgres.RunningEmbedded;
import io.glowplug.app.settings.SettingNames;
import io.glowplug.app.wiring.PlatformVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/** The launcher's command {@code check}: what starting this version will do, and what stands in its way. It changes nothing. */
public final class UpgradeCheck {

    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final String DEFAULT_POOL = "24";

    private UpgradeCheck() {}

    /** A way to a database. */
    private record Address(
            String url, @Nullable String username, @Nullable String password) {}

    public static void main(String[] arguments) {
        // What libraries log is not what was asked for.
        LoggingSystem.get(UpgradeCheck.class.getClassLoader()).beforeInitialize();
        System.exit(run(System.getenv(), System.out));
    }

    /** Checks with these environment variables; returns the exit code, 0 if nothing stands in the way. */
    public static int run(Map<String, String> environment, PrintStream out) {
        CheckReport report = new CheckReport(out);
        out.println("Glowplug " + PlatformVersion.text());
        settings(environment, report);
        Path data = Path.of(environment.getOrDefault("GLOWPLUG_DATA_DIR", "./glowplug-data"));
        disk(data, report);
        String url = environment.getOrDefault("GLOWPLUG_DATABASE_URL", "");
        if (!url.isBlank()) {
            int pool = Integer.parseInt(environment.getOrDefault("GLOWPLUG_DATABASE_POOL_SIZE", DEFAULT_POOL));
            database(
                    new Address(
                            url,
                            environment.get("GLOWPLUG_DATABASE_USERNAME"),
                            environment.get("GLOWPLUG_DATABASE_PASSWORD")),
                    pool,
                    report);
        } else {
            embedded(data, report);
        }
        return report.end();
    }

    private static void settings(Map<String, String> environment, CheckReport report) {
        List<String> unknown = SettingNames.unknownAmong(environment.keySet().toArray(String[]::new));
        if (unknown.isEmpty()) {
            report.ok("every GLOWPLUG_… variable is a setting of this version");
        }
        unknown.forEach(name -> report.problem(
                name + " is no setting of this version (misspelt, or removed): a node refuses to start with it"));
    }

    private static void disk(Path data, CheckReport report) {
        try {
            Path place = data.toAbsolutePath();
            while (!Files.exists(place) && place.getParent() != null) {
                place = place.getParent();
            }
            long free = Files.getFileStore(place).getUsableSpace();
            String text = Sizes.bytes(free) + " are free for the data directory " + data;
            if (free < LEAST_FREE_BYTES) {
                report.problem(text + "; at least " + Sizes.bytes(LEAST_FREE_BYTES) + " should be");
            } else {
                report.ok(text);
            }
        } catch (IOException e) {
            report.problem("the data directory " + data + " cannot be looked at: " + e.getMessage());
        }
    }

    private static void embedded(Path data, CheckReport report) {
        RunningEmbedded.find(data)
                .ifPresentOrElse(
                        running ->
                                database(new Address(running.url(), running.username(), running.password()), 0, report),
                        () -> report.note(
                                Files.isDirectory(data.resolve("postgres"))
                                        ? "the embedded database is not running, so it is not checked: start the present"
                                                + " version and check beside it"
                                        : "there is no database yet: the first start makes one with every migration"));
    }

    private static void database(Address address, int pool, CheckReport report) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("readOnly", "true");
        if (address.username() != null) {
            properties.setProperty("user", address.username());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        try (Connection connection = DriverManager.getConnection(address.url(), properties)) {
            connection.setReadOnly(true);
            DatabaseChecks checks = new DatabaseChecks(connection, report);
            checks.server(pool);
            checks.nodes();
            MigrationChecks.run(connection, report);
        } catch (SQLException | RuntimeException e) {
            report.problem("the database cannot be asked: " + e.getMessage());
        }
    }
}
