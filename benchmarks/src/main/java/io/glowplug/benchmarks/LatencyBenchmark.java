// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** From the acceptance of an event until the handler is entered, one event at a time, warm. */
final class LatencyBenchmark implements Benchmark {

    private static final int EVENTS = 2_000;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Functions.NODEJS.create(platform, "latency");
        platform.load()
                .post("/api/v1/functions/latency/invocations", "{}", "Prefer: respond-async\r\n", 1, EVENTS, 202);
        platform.await(
                "all are run", Duration.ofMinutes(1), () -> platform.rest().ledger("latency", "succeeded") >= EVENTS);
        double[] millis = new double[500];
        List<JsonNode> newest = platform.rest()
                .get("/api/v1/invocations?function=latency&status=succeeded&limit=500")
                .get("items")
                .valueStream()
                .toList();
        for (int i = 0; i < millis.length; i++) {
            millis[i] = latency(platform, newest.get(i));
        }
        Arrays.sort(millis);
        double raw = BareProcess.roundTrips(Functions.NODEJS, "{}", 5_000)[2_500] / 1e6;
        report.add("accepted → handler entered, p50", millis[250], "ms", "round trip of a bare process, p50 ms", raw);
        report.add("accepted → handler entered, p99", millis[495], "ms", "round trip of a bare process, p50 ms", raw);
    }

    private static double latency(Platform platform, JsonNode invocation) {
        JsonNode attempt = platform.rest()
                .get("/api/v1/invocations/" + invocation.get("id").asString())
                .get("attempts")
                .get(0);
        Instant accepted = Instant.parse(invocation.get("acceptedAt").asString());
        Instant entered = Instant.parse(attempt.get("startedAt").asString());
        return Duration.between(accepted, entered).toNanos() / 1e6;
    }
}
