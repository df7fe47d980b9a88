// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How many events a second go through a function that does nothing, from the first accept to the last settlement. */
final class DrainBenchmark implements Benchmark {

    private static final String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";
    private static final int EVENTS = 40_000;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        for (Functions language : Functions.values()) {
            String function = "drain-" + language.name().toLowerCase(Locale.ROOT);
            language.create(platform, function);
            drain(platform, function, EVENTS / 4);
            double perSecond = drain(platform, function, EVENTS);
            long[] raw = BareProcess.roundTrips(language, BODY, 20_000);
            report.add(
                    "events accepted over HTTP and run to the end, " + language.label(),
                    perSecond,
                    "/s",
                    "lines through one bare process /s",
                    raw.length / (Arrays.stream(raw).sum() / 1e9));
        }
    }

    private static double drain(Platform platform, String function, int events) {
        long before = platform.rest().ledger(function, "succeeded");
        long start = System.nanoTime();
        platform.load()
                .post(
                        "/api/v1/functions/" + function + "/invocations",
                        BODY,
                        "Prefer: respond-async\r\n",
                        64,
                        events,
                        202);
        long expected = before + (events / 64) * 64L;
        platform.await(
                "all are run", Duration.ofMinutes(5), () -> platform.rest().ledger(function, "succeeded") >= expected);
        return (expected - before) / ((System.nanoTime() - start) / 1e9);
    }
}
