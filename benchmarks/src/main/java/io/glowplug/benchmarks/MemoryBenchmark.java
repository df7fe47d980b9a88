// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * What an environment holds that has answered once, with the processes of its sandbox: the median of ten different
 * functions that are there at the same time.
 */
final class MemoryBenchmark implements Benchmark {

    private static final int FUNCTIONS = 10;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Path directory = platform.dataDirectory().resolveSibling("memory");
        for (ColdSubject subject : ColdSubject.all(platform, directory)) {
            String runtime = subject.runtimeOn(platform);
            for (int i = 0; i < FUNCTIONS; i++) {
                platform.rest()
                        .createFunction(
                                name(runtime, i), runtime, subject.handler(), Map.of("zipBase64", subject.zipBase64()));
                platform.rest().invoke(name(runtime, i), "{}");
            }
            List<ProcessMemory> found = environments(platform, runtime);
            if (found.size() != FUNCTIONS) {
                throw new IllegalStateException(found.size() + " environments of " + runtime);
            }
            ProcessMemory bare = subject.peers().getFirst().memory();
            report.add(
                    "memory of an environment, " + subject.label() + ", resident",
                    median(found, ProcessMemory::resident),
                    "MB",
                    subject.peers().getFirst().words("MB of memory"),
                    bare.resident());
            report.add(
                    "memory of an environment, " + subject.label() + ", its share of what is shared",
                    median(found, ProcessMemory::proportional),
                    "MB",
                    subject.peers().getFirst().words("MB of memory"),
                    bare.proportional());
        }
    }

    private static String name(String runtime, int number) {
        return prefix(runtime) + number;
    }

    private static String prefix(String runtime) {
        return "memory-" + runtime.replace(".", "") + "-";
    }

    private static List<ProcessMemory> environments(Platform platform, String runtime) {
        return platform.rest()
                .get("/api/v1/runtimes")
                .get("environments")
                .valueStream()
                .filter(environment ->
                        environment.get("functionName").asString().startsWith(prefix(runtime)))
                .map((JsonNode environment) ->
                        ProcessMemory.of(environment.get("pid").asLong()))
                .toList();
    }

    private static double median(List<ProcessMemory> found, ToDoubleFunction<ProcessMemory> part) {
        return found.stream()
                .sorted(Comparator.comparingDouble(part))
                .mapToDouble(part)
                .toArray()[found.size() / 2];
    }
}
