// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.testing.TcpProxy;
import io.glowplug.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseWatchTest {

    private static final Pattern PORT = Pattern.compile(":(\\d+)/");

    @Test
    void anOutageIsSaidOnceAndSoIsItsEnd(CapturedOutput output) throws SQLException {
        Matcher port = PORT.matcher(TestPostgres.createDatabase());
        assertThat(port.find()).isTrue();
        try (TcpProxy way = new TcpProxy(Integer.parseInt(port.group(1)));
                HikariDataSource pool = pool(port.replaceFirst(":" + way.port() + "/"), 4)) {
            DataSource database = watched(pool);
            database.getConnection().close();

            way.shut();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> query(database))
                        .satisfies(failure ->
                                assertThat(DatabaseOutage.isBehind(failure)).isTrue());
            }
            assertThat(lines(output, "The database cannot be reached")).isEqualTo(1);

            way.reopen();
            await().atMost(ofSeconds(30)).ignoreExceptions().until(() -> query(database) == 1);
            assertThat(lines(output, "The database is reached again")).isEqualTo(1);
        }
    }

    @Test
    void theServerLetsGoOfANodeThatStandsStill() {
        try (HikariDataSource pool = pool(TestPostgres.createDatabase(), 1)) {
            JdbcTemplate database = new JdbcTemplate(watched(pool));

            assertThat(database.queryForMap("""
                            select current_setting('idle_in_transaction_session_timeout') as idle,
                                current_setting('tcp_keepalives_idle') as keepalive,
                                current_setting('tcp_user_timeout') as unheard
                            """))
                    .containsEntry("idle", "30s")
                    .containsEntry("keepalive", "15")
                    .containsEntry("unheard", "30000");
        }
    }

    @Test
    void whenAllConnectionsAreInUseThatIsWhatIsSaid(CapturedOutput output) throws SQLException {
        try (HikariDataSource pool = pool(TestPostgres.createDatabase(), 2)) {
            DataSource database = watched(pool);
            List<Connection> taken = new ArrayList<>();
            taken.add(database.getConnection());
            taken.add(database.getConnection());

            assertThatThrownBy(database::getConnection)
                    .satisfies(failure ->
                            assertThat(DatabaseOutage.isBehind(failure)).isTrue());
            for (Connection connection : taken) {
                connection.close();
            }
            assertThat(lines(output, "All 2 connections to the database were in use"))
                    .isEqualTo(1);
            assertThat(output).doesNotContain("cannot be reached");
        }
    }

    @Test
    void aServerThatTakesNoWritesHasAllItsConnectionsThrownAway(CapturedOutput output) {
        String url = TestPostgres.createDatabase();
        String name = url.replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
        try (HikariDataSource administration = pool(url, 1);
                HikariDataSource pool = pool(url, 4)) {
            DataSource database = watched(pool);
            JdbcTemplate administrator = new JdbcTemplate(administration);
            administrator.execute("create table note (text text)");
            administrator.execute("alter database " + name + " set default_transaction_read_only = on");
            JdbcTemplate node = new JdbcTemplate(database);
            assertThatThrownBy(() -> node.update("insert into note values ('x')"))
                    .satisfies(failure ->
                            assertThat(DatabaseOutage.isBehind(failure)).isTrue());
            assertThat(lines(output, "the server is a standby, or read-only")).isEqualTo(1);

            administrator.execute("set default_transaction_read_only = off");
            administrator.execute("alter database " + name + " reset default_transaction_read_only");
            await("connections that took no writes are gone")
                    .atMost(ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> node.update("insert into note values ('x')") == 1);
        }
    }

    private static int query(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select 1")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static long lines(CapturedOutput output, String text) {
        return output.getAll().lines().filter(line -> line.contains(text)).count();
    }

    private static DataSource watched(HikariDataSource pool) {
        BeanPostProcessor watch = WatchConfiguration.poolIsWatched();
        watch.postProcessBeforeInitialization(pool, "dataSource");
        return (DataSource) watch.postProcessAfterInitialization(pool, "dataSource");
    }

    private static HikariDataSource pool(String url, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(1_000);
        return pool;
    }
}
