// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Reads the environment variables before anything starts, and refuses what is wrong in words an administrator knows. */
class SettingsCheck implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        refuseUnknown(environment);
        checkPort("GLOWPLUG_PORT", environment.getProperty("glowplug.port"));
        checkPort("GLOWPLUG_S3_PORT", environment.getProperty("glowplug.s3.port"));
        checkPort("GLOWPLUG_INGRESS_PORT", environment.getProperty("glowplug.ingress.port"));
        checkConnections(environment.getProperty("glowplug.ingress.max-connections"));
        checkAddress(environment.getProperty("glowplug.bind-address"));
        checkDatabase("GLOWPLUG_DATABASE_URL", environment.getProperty("glowplug.database-url"));
        checkDatabase("GLOWPLUG_DATABASE_LISTEN_URL", environment.getProperty("glowplug.database-listen-url"));
        checkPoolSize(environment.getProperty("glowplug.database-pool-size"));
        checkConcurrencyLimit(environment.getProperty("glowplug.concurrency-limit"));
        checkMasterKey(environment.getProperty("glowplug.master-key"));
        checkMasterKeysForReading(environment.getProperty("glowplug.master-keys-for-reading", ""));
        checkAdmin(
                environment.getProperty("glowplug.admin-access-key-id"),
                environment.getProperty("glowplug.admin-secret-access-key"));
        checkSandbox(environment.getProperty("glowplug.sandbox"));
        applyLogFormat(environment);
    }

    private static void refuseUnknown(ConfigurableEnvironment environment) {
        if (environment.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
                instanceof SystemEnvironmentPropertySource variables) {
            List<String> unknown = SettingNames.unknownAmong(variables.getPropertyNames());
            if (!unknown.isEmpty()) {
                throw new StartRefusedException(
                        "These environment variables are no settings of Glowplug and would do nothing: "
                                + String.join(", ", unknown),
                        "Remove them, or correct their names. Known ones: " + String.join(", ", SettingNames.ALL));
            }
        }
    }

    private static void checkPort(String name, @Nullable String value) {
        if (value != null && !isNumber(value, 0, 65_535)) {
            refuse(name, value, "must be a port number between 0 and 65535 (0 for any free port)");
        }
    }

    private static void checkConnections(@Nullable String value) {
        if (value != null && !isNumber(value, 1, 1_000_000)) {
            refuse("GLOWPLUG_INGRESS_MAX_CONNECTIONS", value, "must be a number between 1 and 1000000");
        }
    }

    private static void checkAddress(@Nullable String value) {
        if (value == null) {
            return;
        }
        try {
            InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            refuse("GLOWPLUG_BIND_ADDRESS", value, "must be an address of this host, such as 127.0.0.1 or 0.0.0.0");
        }
    }

    private static void checkDatabase(String name, @Nullable String value) {
        if (value != null && !value.isBlank() && !value.startsWith("jdbc:postgresql:")) {
            // The value may carry a password, so it is not repeated.
            throw new StartRefusedException(
                    name + " is not the JDBC address of a PostgreSQL database.",
                    "Write it as jdbc:postgresql://host:5432/database, with GLOWPLUG_DATABASE_USERNAME and"
                            + " GLOWPLUG_DATABASE_PASSWORD beside it.");
        }
    }

    private static void checkPoolSize(@Nullable String value) {
        if (value != null && !isNumber(value, 4, 1_000)) {
            refuse("GLOWPLUG_DATABASE_POOL_SIZE", value, "must be a number of connections between 4 and 1000");
        }
    }

    private static void checkConcurrencyLimit(@Nullable String value) {
        if (value != null && !isNumber(value, 1, 1_000_000)) {
            refuse("GLOWPLUG_CONCURRENCY_LIMIT", value, "must be a number of invocations between 1 and 1000000");
        }
    }

    private static void checkMasterKey(@Nullable String value) {
        if (value != null && !isMasterKey(value)) {
            throw new StartRefusedException(
                    "GLOWPLUG_MASTER_KEY is not a key of 32 bytes in Base64.",
                    "Make one with: openssl rand -base64 32");
        }
    }

    private static void checkMasterKeysForReading(String value) {
        if (!keys(value).stream().allMatch(SettingsCheck::isMasterKey)) {
            throw new StartRefusedException(
                    "GLOWPLUG_MASTER_KEYS_FOR_READING is not a list of keys of 32 bytes in Base64.",
                    "Separate the keys by commas.");
        }
    }

    /** Takes a list of keys apart; empty for an empty text. */
    static List<String> keys(String value) {
        return value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*", -1));
    }

    private static void checkAdmin(@Nullable String id, @Nullable String secret) {
        if ((id == null) != (secret == null)) {
            throw new StartRefusedException(
                    "Only one of GLOWPLUG_ADMIN_ACCESS_KEY_ID and GLOWPLUG_ADMIN_SECRET_ACCESS_KEY is set.",
                    "Set both, or neither to have them generated at the first start.");
        }
        if (id != null && !id.matches("[A-Za-z0-9_-]{4,128}")) {
            refuse(
                    "GLOWPLUG_ADMIN_ACCESS_KEY_ID",
                    id,
                    "must be 4 to 128 characters out of letters, digits, underscore and hyphen");
        }
        if (secret != null && (secret.length() < 16 || secret.length() > 256)) {
            throw new StartRefusedException(
                    "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY must have 16 to 256 characters.",
                    "Make one with: openssl rand -base64 30");
        }
    }

    private static void checkSandbox(@Nullable String value) {
        if (value != null && !value.equals("required") && !value.equals("none")) {
            refuse("GLOWPLUG_SANDBOX", value, "must be required, or none to run functions without isolation");
        }
    }

    private static void applyLogFormat(ConfigurableEnvironment environment) {
        String format = environment.getProperty("glowplug.log-format", "text");
        switch (format) {
            case "text" -> {}
            case "json" ->
                environment
                        .getPropertySources()
                        .addLast(new MapPropertySource(
                                "glowplug-log-format", Map.of("logging.structured.format.console", "ecs")));
            default -> refuse("GLOWPLUG_LOG_FORMAT", format, "must be text or json");
        }
    }

    private static boolean isNumber(String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            return number >= min && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isMasterKey(String value) {
        try {
            return Base64.getDecoder().decode(value.strip()).length == MasterKey.BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void refuse(String name, String value, String rule) {
        throw new StartRefusedException(name + " is \"" + value + "\": it " + rule + ".", "Correct " + name + ".");
    }
}
