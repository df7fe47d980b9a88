// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.e2e.Rest.Balance;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1: no accepted event is lost, and the ledger balances, whenever the power is cut. */
class KillNineIT {

    private static final int EVENTS = 6_000;
    private static final int KILLS = 3;

    /** What a node runs at the same time by default. */
    private static final int IN_FLIGHT_AT_MOST = 256;

    /**
     * Every handler call leaves a line, so that the log tells which events were run more than once. A line of the last
     * moment before a kill may be missing: lines are stored a fifth of a second later.
     */
    private static final String FUNCTION = """
            exports.handler = async (event) => { console.log('ran ' + event.n); return event.n }
            """;

    @TempDir
    Path directory;

    @Test
    void theLedgerBalancesAfterEveryKillAndEveryAcceptedEventSucceeds() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AtomicInteger next = new AtomicInteger();

        try (PlatformProcess platform = PlatformProcess.in(directory).start()) {
            platform.rest()
                    .createFunction(
                            "count",
                            "nodejs20.x",
                            "index.handler",
                            Rest.JSON.createObjectNode().put("index.js", FUNCTION),
                            Map.of("timeoutSeconds", 30));

            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < 16; caller++) {
                    callers.execute(() -> produce(platform, next));
                }
                for (int kill = 1; kill <= KILLS; kill++) {
                    int due = EVENTS * kill / (KILLS + 1) + random.nextInt(EVENTS / 40);
                    await("event %d of seed %d is sent".formatted(due, seed))
                            .atMost(Duration.ofMinutes(3))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> next.get() >= due);
                    platform.killHard();
                    platform.start();
                    Balance balance = platform.rest().ledger("count");
                    assertThat(balance.balances())
                            .as("kill %d of seed %d: %s", kill, seed, balance)
                            .isTrue();
                }
            }

            await("everything is settled")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> platform.rest().ledger("count").settled());
            Balance end = platform.rest().ledger("count");
            long begunTwice = platform.rest().all("/api/v1/invocations?function=count").stream()
                    .filter(invocation -> invocation.get("attemptCount").asInt() > 1)
                    .count();
            long seenTwice = runsByEvent(platform).values().stream()
                    .filter(count -> count > 1)
                    .count();
            System.out.printf(
                    "kill -9 %d times: %s; %d events begun more than once, %d of them wrote their line twice%n",
                    KILLS, end, begunTwice, seenTwice);

            assertThat(end.balances()).as("%s", end).isTrue();
            assertThat(end.accepted()).isEqualTo(EVENTS);
            assertThat(end.succeeded()).isEqualTo(EVENTS);
            assertThat(begunTwice)
                    .as("at most what the killed nodes had in flight")
                    .isLessThanOrEqualTo(KILLS * IN_FLIGHT_AT_MOST);
            assertThat(seenTwice)
                    .as("no event runs again behind the ledger's back")
                    .isLessThanOrEqualTo(begunTwice);
        }
    }

    /** Sends events until all are accepted; one that got no answer is sent again with the same key. */
    private static void produce(PlatformProcess platform, AtomicInteger next) {
        for (int n = next.getAndIncrement(); n < EVENTS; n = next.getAndIncrement()) {
            while (!accepted(platform, n)) {
                awaitBack(platform);
            }
        }
    }

    private static boolean accepted(PlatformProcess platform, int n) {
        try {
            HttpResponse<String> answer =
                    platform.rest().invokeAsync("count", "{\"n\":" + n + "}", Map.of("Idempotency-Key", "n" + n));
            return answer.statusCode() == 202;
        } catch (UncheckedIOException down) {
            return false;
        }
    }

    private static void awaitBack(PlatformProcess platform) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> platform.rest().isReady());
    }

    private static Map<Integer, Integer> runsByEvent(PlatformProcess platform) {
        Map<Integer, Integer> runs = new ConcurrentHashMap<>();
        platform.rest().all("/api/v1/logs?function=count&text=ran%20").forEach(line -> {
            String text = line.get("text").asString();
            runs.merge(
                    Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1).strip()), 1, Integer::sum);
        });
        return runs;
    }
}
