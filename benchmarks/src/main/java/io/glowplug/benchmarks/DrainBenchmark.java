// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** How many events a second go through a function that does nothing, from the first accept to the last settlement. */
final class DrainBenchmark implements Benchmark {

    private static final String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";
    private static final String ASYNC = "Prefer: respond-async\r\n";
    private static final int EVENTS = 60_000;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        for (Functions language : Functions.values()) {
            String function = "drain-" + language.name().toLowerCase(Locale.ROOT);
            language.create(platform, function);
            drain(platform, function);
            Rates rates = drain(platform, function);
            long[] roundTrips = BareProcess.roundTrips(language, BODY, 20_000);
            double raw = roundTrips.length / (Arrays.stream(roundTrips).sum() / 1e9);
            String limit = "lines through one bare process /s";
            report.add("backlog drained through " + language.label(), rates.backlog, "/s", limit, raw);
            report.add(
                    "accepted over HTTP by 64 callers and run to the end, " + language.label(),
                    rates.all,
                    "/s",
                    limit,
                    raw);
        }
    }

    private static Rates drain(Platform platform, String function) {
        Rest rest = platform.rest();
        long start = System.nanoTime();
        platform.load().post("/api/v1/functions/" + function + "/invocations", BODY, ASYNC, 64, EVENTS, 202);
        long accepted = System.nanoTime();
        long backlog = rest.ledger(function, "waiting");
        platform.awaitNothingOpen(function);
        long end = System.nanoTime();
        return new Rates(backlog / ((end - accepted) / 1e9), EVENTS / ((end - start) / 1e9));
    }

    /**
     * Events a second.
     *
     * @param backlog those that waited when the last one was accepted, from then until none was left
     * @param all from the first accept to the last settlement
     */
    private record Rates(double backlog, double all) {}
}
