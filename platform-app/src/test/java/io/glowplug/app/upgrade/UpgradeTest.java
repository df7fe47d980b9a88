// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class UpgradeTest {

    private final String url = TestPostgres.createEmptyDatabase();
    private final HikariDataSource database = TestPostgres.pool(url);
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final Flyway flyway = Flyway.configure().dataSource(database).load();

    @TempDir
    Path data;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNodeStartsOnANewerSchemaOnlyIfThatSaysSo() {
        new SchemaGuard().migrate(flyway);
        pretendNewerSchema();

        new SchemaGuard().migrate(flyway);
        assertThat(check().text()).contains("is newer than this platform knows").contains("Nothing stands in the way");

        jdbc.update("update schema_compatibility set minimum_version = 998");
        assertThatThrownBy(() -> new SchemaGuard().migrate(flyway))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("has version 999")
                .hasMessageContaining("knows version 998");
        Checked refused = check();
        assertThat(refused.text()).contains("PROBLEM").contains("refuses to start");
        assertThat(refused.code()).isEqualTo(1);
    }

    @Test
    void theCheckNamesWhatAnUpgradeWillDoAndChangesNothing() {
        Flyway.configure().dataSource(database).target("19").load().migrate();
        int applied = applied();

        Checked checked = check();

        assertThat(checked.code()).as(checked.text()).isZero();
        assertThat(checked.text())
                .contains("ok       PostgreSQL 18")
                .contains("connections are free on the server")
                .contains("the database's")
                .contains("migration(s) will be made")
                .contains("V30 nodes")
                .contains("only makes new tables");
        assertThat(applied()).isEqualTo(applied);
        assertThat(jdbc.queryForObject("select to_regclass('node') is null", Boolean.class))
                .isTrue();
    }

    @Test
    void theCheckNamesWhatStandsInTheWay() {
        new SchemaGuard().migrate(flyway);
        Map<String, String> environment = environment();
        environment.put("GLOWPLUG_DATABASE_POOL_SIZE", "100000");
        environment.put("GLOWPLUG_WHATEVER", "1");

        Checked checked = check(environment);

        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.text())
                .contains("PROBLEM  GLOWPLUG_WHATEVER is no setting of this version")
                .contains("a node takes up to 100000")
                .contains("2 problem(s) stand in the way");

        environment.put("GLOWPLUG_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/d");
        assertThat(check(environment).text()).contains("PROBLEM  the database cannot be asked");
    }

    @Test
    void withoutADatabaseThereIsNothingToStandInTheWay() {
        Checked checked = check(new HashMap<>(Map.of("GLOWPLUG_DATA_DIR", data.toString())));

        assertThat(checked.code()).as(checked.text()).isZero();
        assertThat(checked.text()).contains("there is no database yet");
    }

    private void pretendNewerSchema() {
        jdbc.update("""
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'test', 1, true)
                """);
    }

    private int applied() {
        return jdbc.queryForObject("select count(*) from flyway_schema_history", Integer.class);
    }

    private record Checked(int code, String text) {}

    private Map<String, String> environment() {
        return new HashMap<>(Map.of("GLOWPLUG_DATABASE_URL", url, "GLOWPLUG_DATA_DIR", data.toString()));
    }

    private Checked check() {
        return check(environment());
    }

    private static Checked check(Map<String, String> environment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = UpgradeCheck.run(environment, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Checked(code, bytes.toString(StandardCharsets.UTF_8));
    }
}
