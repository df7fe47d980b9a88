// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.StartRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class EmbeddedPostgresTest {

    private static final EmbeddedPostgresProperties DEFAULTS =
            new EmbeddedPostgresProperties(0, 100, "128MB", Duration.ofMinutes(1));

    @TempDir
    Path directory;

    private Process platform;

    @AfterEach
    void end() throws Exception {
        if (platform != null) {
            platform.destroyForcibly().waitFor();
            awaitNoServer();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void awaitNoServer() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Postmaster.of(data().resolve("postgres")).isEmpty());
    }

    private static String show(JdbcTemplate database, String setting) {
        return database.queryForObject("show " + setting, String.class);
    }

    private static JdbcTemplate connect(EmbeddedPostgres postgres) throws SQLException {
        Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    @Test
    void isDurableAndKeepsItsDataAcrossStarts() throws Exception {
        try (DataDirectory data = DataDirectory.open(data())) {
            try (EmbeddedPostgres first = EmbeddedPostgres.start(data, DEFAULTS)) {
                JdbcTemplate database = connect(first);
                assertThat(show(database, "fsync")).isEqualTo("on");
                assertThat(show(database, "synchronous_commit")).isEqualTo("on");
                assertThat(show(database, "full_page_writes")).isEqualTo("on");
                assertThat(show(database, "wal_level")).isEqualTo("logical");
                assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(show(database, "unix_socket_directories")).isEmpty();
                database.execute("create table kept as select 42 as answer");
            }
            try (EmbeddedPostgres second = EmbeddedPostgres.start(data, DEFAULTS)) {
                assertThat(connect(second).queryForObject("select answer from kept", Integer.class))
                        .isEqualTo(42);
            }
        }
    }

    @Test
    void letsNobodyInWithoutThePasswordAndHidesIt() throws Exception {
        try (DataDirectory data = DataDirectory.open(data());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, DEFAULTS)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), ""))
                    .isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres-password"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aLockFileThatNamesAStrangerIsNoHindrance() throws Exception {
        try (DataDirectory data = DataDirectory.open(data())) {
            EmbeddedPostgres.start(data, DEFAULTS).close();
            Files.writeString(
                    data.resolve("postgres/postmaster.pid"),
                    ProcessHandle.current().pid() + "\n" + data.resolve("postgres") + "\n");

            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, DEFAULTS)) {
                assertThat(show(connect(postgres), "server_version")).startsWith("18.");
            }
        }
    }

    @Test
    void aClusterOfAnotherMajorVersionIsLeftAloneAndSaysSo() throws Exception {
        try (DataDirectory data = DataDirectory.open(data())) {
            EmbeddedPostgres.start(data, DEFAULTS).close();
            Files.writeString(data.resolve("postgres/PG_VERSION"), "17\n");

            assertThatThrownBy(() -> EmbeddedPostgres.start(data, DEFAULTS))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("was made by PostgreSQL 17");
        }
    }

    @Test
    void anInitialisationThatWasCutOffIsBegunAgain() throws Exception {
        Files.createDirectories(data().resolve("postgres.new/base"));
        try (DataDirectory data = DataDirectory.open(data());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, DEFAULTS)) {
            assertThat(show(connect(postgres), "server_version")).startsWith("18.");
        }
    }

    @Test
    void aPlatformThatIsKilledLeavesNoServerAndStartsAgainOnItsData() throws Exception {
        platform = launch();
        awaitReady(platform);
        Postmaster server = Postmaster.of(data().resolve("postgres")).orElseThrow();

        platform.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ProcessHandle.of(server.pid()).isEmpty());
        platform = launch();
        awaitReady(platform);
    }

    @Test
    void aServerThatOutlivedItsPlatformIsStoppedByTheNextOne() throws Exception {
        platform = launch();
        awaitReady(platform);
        Postmaster server = Postmaster.of(data().resolve("postgres")).orElseThrow();
        // The guard dies with its platform here, as when a whole process group is killed.
        List<ProcessHandle> guards = platform.children()
                .filter(child -> child.info().command().orElse("").endsWith("sh"))
                .toList();
        assertThat(guards).hasSize(1);
        guards.forEach(ProcessHandle::destroyForcibly);
        platform.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(server.pid())).isPresent();

        platform = launch();
        awaitReady(platform);

        assertThat(Postmaster.of(data().resolve("postgres"))).isPresent().get().isNotEqualTo(server);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ProcessHandle.of(server.pid()).isEmpty());
    }

    @Test
    void aSecondPlatformOnTheSameDirectoryIsRefused() throws Exception {
        platform = launch();
        awaitReady(platform);

        Process second = launch();
        String output = read(second.inputReader());

        assertThat(second.waitFor()).isNotZero();
        assertThat(output).contains("is in use by another running platform (process " + platform.pid() + ")");
        assertThat(platform.isAlive()).isTrue();
        assertThatThrownBy(() -> DataDirectory.open(data())).isInstanceOf(StartRefusedException.class);
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedPostgresProcess.class.getName(),
                data().toString());
        return builder.redirectErrorStream(true).start();
    }

    private static void awaitReady(Process process) throws IOException {
        StringBuilder seen = new StringBuilder();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.equals(EmbeddedPostgresProcess.READY)) {
                return;
            }
        }
        throw new AssertionError("the platform ended:\n" + seen);
    }

    private static String read(BufferedReader output) {
        return String.join("\n", output.lines().toList());
    }
}
