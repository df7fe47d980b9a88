// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.Load;
import io.glowplug.testing.FreePorts;
import io.glowplug.testing.TcpProxy;
import io.glowplug.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {

    private static final int EVENTS = 5_000;
    private static final Pattern PORT = Pattern.compile(":(\\d+)/");

    @TempDir
    private Path data;

    @Test
    void whatWasAcceptedBeforePostgresRestartedStaysAcceptedAndTheNodeGoesOn() throws IOException {
        int port = FreePorts.next();
        EmbeddedPostgres before = start(port);
        try (var dispatch = new DispatchHarness(before.getJdbcUrl("postgres", "postgres"))) {
            var function = dispatch.function("count");
            var node = dispatch.startNode();
            var offered =
                    CompletableFuture.supplyAsync(() -> Load.offer(node, function, EVENTS), Thread::startVirtualThread);
            await().atMost(ofSeconds(30)).until(() -> function.attempts() > 500);

            before.close();
            EmbeddedPostgres after = start(port);
            try {
                int refused = offered.join();
                dispatch.advance(ofSeconds(16));
                await().atMost(ofMinutes(2)).ignoreExceptions().until(() -> dispatch.count("invocation") == 0);

                assertThat(refused).isLessThan(EVENTS);
                assertThat(dispatch.count("event")).isGreaterThanOrEqualTo(EVENTS - refused);
                assertThat((long) function.invocations()).isEqualTo(dispatch.count("event"));
                dispatch.assertBalanced();
                dispatch.closeNodes();
            } finally {
                after.close();
            }
        }
    }

    /** As a power cut does: no connection is ended in good order, and the server recovers from its log. */
    @Test
    void whatWasAcceptedBeforePostgresWasKilledStaysAcceptedAndTheNodeGoesOn() throws Exception {
        int port = FreePorts.next();
        EmbeddedPostgres before = start(port);
        try (var dispatch = new DispatchHarness(before.getJdbcUrl("postgres", "postgres"))) {
            var function = dispatch.function("count");
            var node = dispatch.startNode();
            var offered =
                    CompletableFuture.supplyAsync(() -> Load.offer(node, function, EVENTS), Thread::startVirtualThread);
            await().atMost(ofSeconds(30)).until(() -> function.attempts() > 500);

            kill(data);
            before.close(); // only so that the fixture gives the directory free
            EmbeddedPostgres after = start(port);
            try {
                int refused = offered.join();
                dispatch.advance(ofSeconds(16));
                await().atMost(ofMinutes(2)).ignoreExceptions().until(() -> dispatch.count("invocation") == 0);

                assertThat(refused).isLessThan(EVENTS);
                assertThat(dispatch.count("event")).isGreaterThanOrEqualTo(EVENTS - refused);
                assertThat((long) function.invocations()).isEqualTo(dispatch.count("event"));
                dispatch.assertBalanced();
                dispatch.closeNodes();
            } finally {
                after.close();
            }
        }
    }

    /** The way is cut again and again while events come in, then it is closed for a while. */
    @Test
    void cutConnectionsLoseNothingAndTheNodeGoesOnWithoutBeingStartedAnew() {
        String database = TestPostgres.createDatabase();
        Matcher port = PORT.matcher(database);
        assertThat(port.find()).isTrue();
        try (TcpProxy way = new TcpProxy(Integer.parseInt(port.group(1)));
                var dispatch = new DispatchHarness(port.replaceFirst(":" + way.port() + "/"))) {
            var function = dispatch.function("count");
            var node = dispatch.startNode();
            var offered =
                    CompletableFuture.supplyAsync(() -> Load.offer(node, function, EVENTS), Thread::startVirtualThread);
            for (int cut = 1; cut <= 5; cut++) {
                int enough = cut * 500;
                await().atMost(ofSeconds(60)).until(() -> function.attempts() > enough || offered.isDone());
                way.cut();
            }
            way.shut();
            await("it is noticed")
                    .atMost(ofSeconds(60))
                    .until(() -> offered.isDone() || Load.offer(node, function, 1) == 1);
            way.reopen();
            int refused = offered.join();

            dispatch.advance(ofSeconds(16));
            await().atMost(ofMinutes(2)).ignoreExceptions().until(() -> {
                dispatch.advance(ofSeconds(16));
                return dispatch.count("invocation") == 0;
            });
            assertThat(dispatch.count("event")).isGreaterThanOrEqualTo(EVENTS - refused);
            assertThat((long) function.invocations()).isEqualTo(dispatch.count("event"));
            dispatch.assertBalanced();
        }
    }

    /** The primary is killed, and its standby becomes the primary: with both in the URL, the node finds it. */
    @Test
    void aStandbyThatBecomesThePrimaryIsFoundByItself() throws Exception {
        int port = FreePorts.next();
        int standbyPort = FreePorts.next();
        Path copy = Files.createTempDirectory("standby");
        start(port).close();
        copyDirectory(data, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=%d user=postgres'\n".formatted(port),
                StandardOpenOption.APPEND);
        EmbeddedPostgres primary = start(port);
        EmbeddedPostgres standby = EmbeddedPostgres.builder()
                .setPort(standbyPort)
                .setDataDirectory(copy)
                .setCleanDataDirectory(false)
                .setPGStartupWait(ofMinutes(1))
                .start();
        String url = "jdbc:postgresql://localhost:%d,localhost:%d/postgres?user=postgres&targetServerType=primary"
                .formatted(port, standbyPort);
        try (var dispatch = new DispatchHarness(url)) {
            var function = dispatch.function("count");
            var node = dispatch.startNode();
            Load.accept(node, function, 200);
            await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
            await("the standby has it all")
                    .atMost(ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        try (var connection = standby.getPostgresDatabase().getConnection();
                                var answer = connection.createStatement().executeQuery("select count(*) from event")) {
                            return answer.next() && answer.getLong(1) == 200;
                        }
                    });

            kill(data);
            try (var connection = standby.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("select pg_promote()");
            }

            await().atMost(ofMinutes(1)).until(() -> Load.offer(node, function, 1) == 0);
            await().atMost(ofMinutes(1)).ignoreExceptions().until(() -> {
                dispatch.advance(ofSeconds(16));
                return dispatch.count("invocation") == 0;
            });
            assertThat((long) function.invocations()).isEqualTo(dispatch.count("event"));
            dispatch.assertBalanced();
            dispatch.closeNodes();
        } finally {
            standby.close();
            primary.close();
        }
    }

    private static void kill(Path dataDirectory) throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(dataDirectory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        process.destroyForcibly();
        await().atMost(ofSeconds(60)).until(() -> !process.isAlive() && !isInUse(dataDirectory));
    }

    /** The server's other processes notice its end and go by themselves; until then a new one does not start. */
    private static boolean isInUse(Path dataDirectory) {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), dataDirectory);
            } catch (IOException goneOrSomebodyElses) {
                return false;
            }
        });
    }

    private static void copyDirectory(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.equals(from)).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(ofMinutes(1))
                .start();
    }
}
