// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** The files of one database cluster: made once, configured anew at every start. */
final class PostgresCluster {

    static final String USER = "glowplug";
    static final String DATABASE = "postgres";

    private static final String PASSWORD_FILE = "postgres-password";
    private static final String CONFIGURATION_FILE = "glowplug.conf";
    private static final String MAJOR_VERSION = "18";

    private final Path path;
    private final String password;

    private PostgresCluster(Path path, String password) {
        this.path = path;
        this.password = password;
    }

    /** Opens the cluster in the data directory, making it first if there is none. A crash in between leaves none. */
    static PostgresCluster open(DataDirectory data, PostgresPrograms programs) throws IOException {
        Path path = data.resolve("postgres");
        if (!Files.isDirectory(path)) {
            create(path, data, programs);
        }
        String version = Files.readString(path.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new StartRefusedException(
                    "The database in " + path + " was made by PostgreSQL " + version + ", this platform brings "
                            + MAJOR_VERSION + ".",
                    "Move its content by a dump and restore, or run a PostgreSQL " + version
                            + " of your own on it and set GLOWPLUG_DATABASE_URL.");
        }
        String password = data.readSecret(PASSWORD_FILE)
                .orElseThrow(() -> new StartRefusedException(
                        "The password of the embedded database is missing: " + data.resolve(PASSWORD_FILE) + ".",
                        "Bring the file back; it belongs to " + path + "."));
        return new PostgresCluster(path, password);
    }

    private static void create(Path path, DataDirectory data, PostgresPrograms programs) throws IOException {
        Path draft = data.resolve("postgres.new");
        FileSystemUtils.deleteRecursively(draft);
        Path passwordFile = data.writeSecret(PASSWORD_FILE, newPassword());
        programs.run(
                Duration.ofMinutes(2),
                "initdb",
                "--pgdata=" + draft,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C");
        Files.writeString(
                draft.resolve("postgresql.conf"),
                "\ninclude = '" + CONFIGURATION_FILE + "'\n",
                StandardOpenOption.APPEND);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String newPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Writes the settings of the next start. */
    void configure(Map<String, String> settings) throws IOException {
        String text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        Files.writeString(path.resolve(CONFIGURATION_FILE), text);
    }

    Path path() {
        return path;
    }

    String password() {
        return password;
    }
}
