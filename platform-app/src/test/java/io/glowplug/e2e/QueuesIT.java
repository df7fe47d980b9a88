// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.e2e.Rest.Balance;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues of the packaged application: the page's example, and the power cut while messages go through. */
class QueuesIT {

    private static final Path PAGE = Path.of("../docs/triggers/queue.md");
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    private static final int MESSAGES = 3_000;
    private static final int KILLS = 2;
    private static final String QUEUE = "/api/v1/queues/numbers.fifo";

    @TempDir
    Path directory;

    @Test
    void theExampleWorksAndNoMessageIsLostOrDoubledByKills() throws Exception {
        try (PlatformProcess platform = PlatformProcess.in(directory).start()) {
            theExampleWorks(platform);
            everyMessageBecomesOneEventThoughTheNodeIsKilled(platform);
        }
    }

    private void theExampleWorks(PlatformProcess platform) throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        Path output = directory.resolve("example.log");
        String script = "url=http://127.0.0.1:" + platform.port() + "/api/v1\n"
                + "api() { curl -sS --fail-with-body -u \"" + platform.credentials() + "\" \"$@\"; echo; }\n"
                + block.group(1);
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();

        String seen = Files.readString(output);
        assertThat(shell.exitValue()).as(seen).isZero();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            String logs = platform.rest().get("/api/v1/logs?function=ship").toString();
            assertThat(logs).contains("ships order 1").contains("ships order 2").contains("ships order 3");
        });
        assertThat(platform.rest()
                        .get("/api/v1/queues/orders")
                        .get("messages")
                        .get("visible")
                        .asInt())
                .isZero();
    }

    /** A producer that got no answer sends again with the same deduplication id. */
    private static void everyMessageBecomesOneEventThoughTheNodeIsKilled(PlatformProcess platform) throws Exception {
        Rest rest = platform.rest();
        rest.post("/api/v1/queues", "{\"name\":\"numbers.fifo\"}", 201);
        rest.createFunction(
                "count",
                "nodejs20.x",
                "index.handler",
                Rest.JSON.createObjectNode().put("index.js", "exports.handler = async () => ({})"),
                Map.of());
        rest.post(
                "/api/v1/triggers",
                "{\"name\":\"counting\",\"function\":\"count\",\"type\":\"queue\",\"batch\":{\"size\":1},"
                        + "\"settings\":{\"queue\":\"numbers.fifo\"}}",
                201);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                callers.execute(() -> produce(platform, next));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int due = MESSAGES * kill / (KILLS + 1);
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> next.get() >= due);
                platform.killHard();
                platform.start();
            }
        }
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Balance balance = platform.rest().ledger("count");
                    return balance.accepted() >= MESSAGES && balance.settled();
                });
        Balance end = platform.rest().ledger("count");
        assertThat(end.balances()).as("%s", end).isTrue();
        assertThat(end.accepted()).isEqualTo(MESSAGES);
        assertThat(end.succeeded()).isEqualTo(MESSAGES);
        assertThat(platform.rest().get(QUEUE).get("messages").get("visible").asInt())
                .isZero();
    }

    private static void produce(PlatformProcess platform, AtomicInteger next) {
        for (int n = next.getAndIncrement(); n < MESSAGES; n = next.getAndIncrement()) {
            while (!accepted(platform, n)) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> platform.rest().isReady());
            }
        }
    }

    private static boolean accepted(PlatformProcess platform, int n) {
        try {
            HttpResponse<String> answer = platform.rest()
                    .postRaw(
                            QUEUE + "/messages",
                            "{\"body\":\"" + n + "\",\"groupId\":\"g" + n % 20 + "\",\"deduplicationId\":\"n" + n
                                    + "\"}",
                            Map.of());
            return answer.statusCode() == 201;
        } catch (UncheckedIOException down) {
            return false;
        }
    }
}
