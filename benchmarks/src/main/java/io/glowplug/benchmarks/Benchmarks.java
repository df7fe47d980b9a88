// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs all benchmarks, or those that are named, and prints a table for docs/benchmarks.md. */
public final class Benchmarks {

    private static final int QUEUE_JOBS = 100_000;
    private static final Duration QUEUE_WINDOW = Duration.ofSeconds(4);
    private static final Pattern LONG = Pattern.compile("(soak|history)(?::([1-9][0-9]{0,2}))?");

    private Benchmarks() {}

    /**
     * Runs them.
     *
     * @param arguments the platform's jar, then names of benchmarks (none: all but {@code soak:MINUTES} and {@code
     *     history:MILLIONS})
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("accept", new AcceptBenchmark());
        all.put("drain", new DrainBenchmark());
        all.put("latency", new LatencyBenchmark());
        all.put("invoke", new InvokeBenchmark());
        all.put("http", new HttpBenchmark());
        all.put("cold", new ColdStartBenchmark());
        all.put("memory", new MemoryBenchmark());
        all.put("kafka", new KafkaBenchmark());
        all.put("object", new ObjectBenchmark());
        all.put("messages", new MessagesBenchmark());
        all.put("start", new StartBenchmark());
        all.put("schedule", new ScheduleBenchmark());
        all.put("restart", new RestartBenchmark());
        all.put(
                "queue",
                (platform, report) ->
                        report.table(new QueueBenchmark(platform.database(), QUEUE_JOBS, QUEUE_WINDOW).run("")));

        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        for (String name : wanted) {
            // They take half an hour, or gigabytes: only who names them gets them.
            Matcher named = LONG.matcher(name);
            if (named.matches()) {
                all.put(name, longOne(named.group(1), named.group(2)));
            }
        }
        for (String name : wanted) {
            if (!all.containsKey(name)) {
                System.err.println(
                        "there is no benchmark '" + name + "'; there are " + all.keySet() + ", soak and history");
                System.exit(2);
            }
        }
        if (!wanted.isEmpty()) {
            all.keySet().retainAll(wanted);
        }

        Path directory = Files.createTempDirectory("glowplug-bench");
        Report report = new Report();
        try (Database database = Database.start(directory.resolve("postgres"));
                Platform platform = Platform.start(Path.of(arguments[0]), directory.resolve("node"), database)) {
            for (Map.Entry<String, Benchmark> benchmark : all.entrySet()) {
                System.out.println("--- " + benchmark.getKey());
                benchmark.getValue().run(platform, report);
            }
        }
        System.out.println();
        System.out.println(report);
    }

    private static Benchmark longOne(String name, @Nullable String size) {
        return name.equals("soak")
                ? new SoakBenchmark(size == null ? SoakBenchmark.DEFAULT_MINUTES : Integer.parseInt(size))
                : new HistoryBenchmark(size == null ? HistoryBenchmark.DEFAULT_MILLIONS : Integer.parseInt(size));
    }
}
