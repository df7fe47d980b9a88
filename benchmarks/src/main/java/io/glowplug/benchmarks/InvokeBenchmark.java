// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.util.Arrays;

/** Warm synchronous calls over HTTP, one after another and up to 64 at once. */
final class InvokeBenchmark implements Benchmark {

    private static final String BODY = "{\"order\":4711}";

    @Override
    public void run(Platform platform, Report report) throws IOException {
        for (Functions language : Functions.values()) {
            String function = "invoke-" + language.label().replace(".", "");
            language.create(platform, function);
            String path = "/api/v1/functions/" + function + "/invocations";
            platform.load().post(path, BODY, "", 16, 20_000, 200);
            Load.Result alone = platform.load().post(path, BODY, "", 1, 5_000, 200);
            long[] raw = BareProcess.roundTrips(language, BODY, 20_000);
            double rawPerSecond = raw.length / (Arrays.stream(raw).sum() / 1e9);
            String label = "warm invoke over HTTP, " + language.label();
            report.add(label + ", p50", alone.millis(0.5), "ms", "round trip of a bare process ms", raw[10_000] / 1e6);
            report.add(label + ", p99", alone.millis(0.99), "ms", "round trip of a bare process ms", raw[19_800] / 1e6);
            for (int callers : new int[] {1, 4, 16, 64}) {
                report.add(
                        label + ", " + callers + " callers",
                        platform.load()
                                .post(path, BODY, "", callers, 32_000, 200)
                                .perSecond(),
                        "/s",
                        "lines through one bare process /s",
                        rawPerSecond);
            }
        }
    }
}
