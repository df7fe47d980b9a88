// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** First call of a function that no process is running for, over HTTP. */
final class ColdStartBenchmark implements Benchmark {

    private static final int STARTS = 11;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        for (Functions language : Functions.values()) {
            double[] millis = new double[STARTS];
            for (int i = 0; i < STARTS; i++) {
                String function = "cold-" + language.label().replace(".", "") + "-" + i;
                language.create(platform, function);
                platform.rest().replaceEnvironment(function, "{\"START\": \"" + i + "\"}");
                millis[i] = platform.load()
                        .post("/api/v1/functions/" + function + "/invocations", "{}", "", 1, 1, 200)
                        .millis(0);
            }
            Arrays.sort(millis);
            report.add(
                    "cold invoke over HTTP, " + language.label() + ", median",
                    millis[STARTS / 2],
                    "ms",
                    "start and first answer of a bare process ms",
                    BareProcess.coldStartMillis(language, STARTS));
        }
    }
}
