// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under load and comes back: what was accepted stays accepted, and no restart is needed. */
class DatabaseRestartIT {

    private static final String ECHO = "exports.handler = async (event) => event";

    @TempDir
    Path directory;

    @Test
    void acceptedEventsSurviveARestartOfTheDatabaseUnderLoad() throws Exception {
        EmbeddedPostgres postgres = postgres(0);
        int port = postgres.getPort();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean producing = new AtomicBoolean(true);
        try (PlatformProcess platform = PlatformProcess.in(directory.resolve("node"))
                .with("GLOWPLUG_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"))
                .start()) {
            platform.rest()
                    .createFunction(
                            "echo",
                            "nodejs20.x",
                            "index.handler",
                            Rest.JSON.createObjectNode().put("index.js", ECHO),
                            Map.of());
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> produced = new ArrayList<>();
                for (int caller = 0; caller < 8; caller++) {
                    produced.add(callers.submit(() -> produce(platform, producing, accepted, refused)));
                }
                awaitMore(accepted, 500);
                postgres.close();
                await("callers are refused while the database is away")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> refused.get() > 0);
                assertThat(platform.rest()
                                .invoke("echo", "{\"during\":\"outage\"}")
                                .body())
                        .as("a synchronous call of a function that the node knows")
                        .isEqualTo("{\"during\":\"outage\"}");
                postgres = postgres(port);
                awaitMore(accepted, 500);
                producing.set(false);
                for (Future<?> caller : produced) {
                    caller.get();
                }
            }

            await("everything is settled")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> platform.rest().ledger("echo").settled());
            Rest.Balance end = platform.rest().ledger("echo");
            assertThat(end.balances()).as("%s", end).isTrue();
            assertThat(end.succeeded()).isEqualTo(end.accepted()).isGreaterThanOrEqualTo(accepted.get());
        } finally {
            postgres.close();
        }
    }

    private static void produce(
            PlatformProcess platform, AtomicBoolean producing, AtomicInteger accepted, AtomicInteger refused) {
        while (producing.get()) {
            HttpResponse<String> answer = platform.rest().invokeAsync("echo", "1", Map.of());
            if (answer.statusCode() == 202) {
                accepted.incrementAndGet();
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                refused.incrementAndGet();
            }
        }
    }

    private static void awaitMore(AtomicInteger accepted, int more) {
        int enough = accepted.get() + more;
        await("%d more events are accepted".formatted(more))
                .atMost(Duration.ofMinutes(2))
                .until(() -> accepted.get() >= enough);
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }
}
