// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.SoakSample.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Load for a long time, below what the node can do at most, while everything that could grow is sampled: memory,
 * descriptors, threads, processes, files, connections, tables. What ought to be flat has to be flat.
 */
final class SoakBenchmark implements Benchmark {

    static final int DEFAULT_MINUTES = 30;

    private static final String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";
    private static final String ASYNC = "Prefer: respond-async\r\n";
    private static final int CALLERS = 16;
    private static final int PROBE_EVENTS = 30_000;
    private static final double SHARE = 0.7;
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(30);

    private final Duration length;

    SoakBenchmark(int minutes) {
        length = Duration.ofMinutes(minutes);
    }

    @Override
    public void run(Platform platform, Report report) throws IOException {
        List<String> functions = new ArrayList<>();
        for (Functions language : Functions.values()) {
            String name = "soak-" + language.name().toLowerCase(Locale.ROOT);
            language.create(platform, name);
            functions.add(name);
        }
        double limit = limit(platform, functions);
        int perSecond = (int) (limit * SHARE);
        System.out.printf(
                Locale.ROOT, "limit %,.0f events/s; %,d/s for %d minutes%n", limit, perSecond, length.toMinutes());
        List<SoakSample> samples = load(platform, functions, perSecond);
        for (Map.Entry<Measure, Trend> measure : Trend.of(samples).entrySet()) {
            System.out.println(measure.getValue().row(measure.getKey()));
        }
    }

    /** Accepted and run to the end by all the callers there are: what the node can do. */
    private static double limit(Platform platform, List<String> functions) {
        send(platform, functions, PROBE_EVENTS / 3);
        awaitAll(platform, functions);
        long start = System.nanoTime();
        send(platform, functions, PROBE_EVENTS);
        awaitAll(platform, functions);
        return PROBE_EVENTS / ((System.nanoTime() - start) / 1e9);
    }

    private List<SoakSample> load(Platform platform, List<String> functions, int perSecond) throws IOException {
        List<SoakSample> samples = new ArrayList<>();
        System.out.println(SoakSample.header());
        long start = System.nanoTime();
        long sent = 0;
        long due = BETWEEN_SAMPLES.toNanos();
        for (long second = 0; second < length.toSeconds(); second++) {
            long early = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            send(platform, functions, perSecond);
            sent += perSecond;
            long elapsed = System.nanoTime() - start;
            if (elapsed >= due) {
                due += BETWEEN_SAMPLES.toNanos();
                SoakSample sample = SoakSample.take(platform, elapsed / 1e9, sent, open(platform, functions));
                samples.add(sample);
                System.out.println(sample.row());
            }
        }
        awaitAll(platform, functions);
        System.out.printf(Locale.ROOT, "%,d events in %.0f s%n", sent, (System.nanoTime() - start) / 1e9);
        return samples;
    }

    private static void send(Platform platform, List<String> functions, int events) {
        for (String function : functions) {
            platform.load()
                    .post(
                            "/api/v1/functions/" + function + "/invocations",
                            BODY,
                            ASYNC,
                            CALLERS,
                            events / functions.size(),
                            202);
        }
    }

    private static void awaitAll(Platform platform, List<String> functions) {
        functions.forEach(platform::awaitNothingOpen);
    }

    private static long open(Platform platform, List<String> functions) {
        Rest rest = platform.rest();
        return functions.stream()
                .mapToLong(function -> rest.ledger(function, "waiting") + rest.ledger(function, "inFlight"))
                .sum();
    }
}
