// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * First call of a function that no process is running for, over HTTP, on a node that has done so before; one after
 * another, with time between them for a process to be made ready again, and twenty functions at once.
 */
final class ColdStartBenchmark implements Benchmark {

    private static final String FIRST = "before-0";
    private static final int BEFORE = 20;
    private static final int STARTS = 31;
    private static final int AT_ONCE = 20;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Path directory = platform.dataDirectory().resolveSibling("cold");
        for (ColdSubject subject : ColdSubject.all(platform, directory)) {
            String runtime = subject.runtimeOn(platform);
            for (int i = 0; i < BEFORE; i++) {
                coldCall(platform, subject, runtime, "before-" + i);
            }
            double[] millis = new double[STARTS];
            for (int i = 0; i < STARTS; i++) {
                millis[i] = coldCall(platform, subject, runtime, "measured-" + i);
            }
            double[] together = coldCallsAtOnce(platform, subject, runtime);
            for (BarePeer peer : subject.peers()) {
                double bare = peer.medianMillis(STARTS);
                String words = peer.words("ms until its first answer");
                report.add(
                        "cold invoke over HTTP, " + subject.label() + ", median",
                        BarePeer.median(millis),
                        "ms",
                        words,
                        bare);
                report.add(
                        AT_ONCE + " functions called cold at once, " + subject.label() + ", median",
                        BarePeer.median(together),
                        "ms",
                        peer.words("ms until its first answer with " + AT_ONCE + " at once"),
                        peer.medianMillisAtOnce(AT_ONCE));
            }
        }
    }

    private static double coldCall(Platform platform, ColdSubject subject, String runtime, String name) {
        String function = create(platform, subject, runtime, name);
        if (!name.equals(FIRST)) { // a JVM waits from the first call on
            platform.await(
                    "a process ready for " + runtime,
                    Duration.ofMinutes(1),
                    () -> interpretersAhead(platform, runtime) > 0);
        }
        return platform.load()
                .post("/api/v1/functions/" + function + "/invocations", "{}", "", 1, 1, 200)
                .millis(0);
    }

    private static double[] coldCallsAtOnce(Platform platform, ColdSubject subject, String runtime) {
        List<String> functions = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            functions.add(create(platform, subject, runtime, "together-" + i));
        }
        List<Future<Double>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String function : functions) {
                calls.add(threads.submit(() -> platform.load()
                        .post("/api/v1/functions/" + function + "/invocations", "{}", "", 1, 1, 200)
                        .millis(0)));
            }
        }
        return calls.stream().mapToDouble(ColdStartBenchmark::get).toArray();
    }

    private static double get(Future<Double> call) {
        try {
            return call.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String create(Platform platform, ColdSubject subject, String runtime, String name) {
        String function = "cold-" + runtime.replace(".", "") + "-" + name;
        platform.rest().createFunction(function, runtime, subject.handler(), Map.of("zipBase64", subject.zipBase64()));
        return function;
    }

    private static int interpretersAhead(Platform platform, String runtime) {
        return runtimes(platform)
                .filter(item -> item.get("runtime").asString().equals(runtime))
                .mapToInt(item -> item.get("interpretersAhead").asInt())
                .sum();
    }

    private static Stream<JsonNode> runtimes(Platform platform) {
        return platform.rest().get("/api/v1/runtimes").get("items").valueStream();
    }
}
