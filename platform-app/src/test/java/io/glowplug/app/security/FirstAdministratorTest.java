// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.settings.MasterKey;
import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTest {

    @TempDir
    Path directory;

    private final String database = TestPostgres.createDatabase();

    private ConfigurableApplicationContext start(String name, String... more) {
        String[] settings = new String[more.length + 2];
        settings[0] = "--glowplug.data-dir=" + directory.resolve(name);
        settings[1] = "--glowplug.database-url=" + database;
        System.arraycopy(more, 0, settings, 2, more.length);
        return PlatformHarness.start(settings);
    }

    @Test
    void isMadeAtTheFirstStartAndToldOnce(CapturedOutput output) throws IOException {
        Path file = directory.resolve("node/admin-credentials");
        Properties credentials = new Properties();

        try (ConfigurableApplicationContext first = start("node")) {
            credentials.load(new StringReader(Files.readString(file)));
            String secret = credentials.getProperty("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(output).contains(secret);
            assertThat(first.getBean(AccessKeyRing.class)
                            .verify(
                                    credentials.getProperty("GLOWPLUG_ADMIN_ACCESS_KEY_ID"),
                                    secret.getBytes(StandardCharsets.UTF_8)))
                    .contains(Role.ADMINISTRATOR);
        }
        String firstOutput = output.getAll();
        try (ConfigurableApplicationContext second = start("node")) {
            assertThat(second.getBean(AccessKeyRepository.class).count()).isEqualTo(1);
        }
        assertThat(output.getAll().substring(firstOutput.length()))
                .doesNotContain(credentials.getProperty("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY"));
    }

    @Test
    void ofTheEnvironmentReplacesItsSecretAtTheNextStart() {
        String[] old = {"--glowplug.admin-access-key-id=ADMIN1", "--glowplug.admin-secret-access-key=0123456789abcdef"};
        String[] changed = {
            "--glowplug.admin-access-key-id=ADMIN1", "--glowplug.admin-secret-access-key=fedcba9876543210"
        };
        start("node", old).close();

        try (ConfigurableApplicationContext platform = start("node", changed)) {
            AccessKeyRing ring = platform.getBean(AccessKeyRing.class);
            assertThat(ring.verify("ADMIN1", "0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
            assertThat(ring.verify("ADMIN1", "fedcba9876543210".getBytes(StandardCharsets.UTF_8)))
                    .contains(Role.ADMINISTRATOR);
        }
        assertThat(directory.resolve("node/admin-credentials")).doesNotExist();
    }

    @Test
    void aNodeWithAnotherMasterKeyDoesNotStart() throws IOException {
        start("first").close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("first/master-key"))))
                .isEqualTo("rw-------");

        assertThatThrownBy(() -> start("second"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("encrypted with another master key");

        String shared = Files.readString(directory.resolve("first/master-key"));
        assertThat(MasterKey.ofBase64(shared).derive("any")).hasSize(32);
        start("third", "--glowplug.master-key=" + shared).close();
    }

    @Test
    void theMasterKeyIsChangedForAnotherWithTheOldOneForReading() throws IOException {
        start("first").close();
        String old = Files.readString(directory.resolve("first/master-key"));
        String changed = Base64.getEncoder().encodeToString(new byte[32]);

        try (ConfigurableApplicationContext platform =
                start("second", "--glowplug.master-key=" + changed, "--glowplug.master-keys-for-reading=" + old)) {
            AccessKeyRepository keys = platform.getBean(AccessKeyRepository.class);
            MasterKey onlyNew = MasterKey.ofBase64(changed);
            await().until(() ->
                    keys.findAll().stream().allMatch(row -> onlyNew.isCurrent(row.encryptedSecret(), row.getId())));
        }
        start("third", "--glowplug.master-key=" + changed).close();
    }
}
