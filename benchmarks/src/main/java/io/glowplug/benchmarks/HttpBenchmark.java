// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.NodePeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests through an HTTP route to a Node.js function, beside the same function on Google's Functions Framework and a
 * bare Node.js server, each warmed up and measured in the same way, one after another.
 */
final class HttpBenchmark implements Benchmark {

    private static final String PATH = "/bench";
    private static final String BODY = "{\"order\":4711}";
    private static final String CODE = """
            exports.handler = async () => ({ statusCode: 200, headers: { "content-type": "application/json" }, body: '{"ok":true}' })
            """;
    private static final int[] CALLERS = {1, 16, 64};
    private static final int WARM_UP = 20_000;
    private static final int REQUESTS = 24_000;
    private static final int REQUESTS_ALONE = 5_000;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Functions.createFrom(platform, "http-bench", CODE);
        platform.rest().post("/api/v1/triggers", """
                {"name": "http-bench", "function": "http-bench", "type": "http", "settings": {"route": "POST %s"}}
                """.formatted(PATH));
        List<HttpPeer> peers = new ArrayList<>(List.of(HttpPeer.bare()));
        try {
            if (NodePeer.install()) {
                peers.add(HttpPeer.functionsFramework());
            }
            for (int callers : CALLERS) {
                measure(platform, peers, callers, report);
            }
        } finally {
            peers.forEach(HttpPeer::close);
        }
    }

    private static void measure(Platform platform, List<HttpPeer> peers, int callers, Report report) {
        Load.Result ours = load(platform.ingressLoad(), callers);
        for (HttpPeer peer : peers) {
            Load.Result theirs = load(new Load(peer.port(), "nobody", "nothing"), callers);
            String label = "HTTP route → Node.js, " + callers + (callers == 1 ? " caller" : " callers");
            report.add(label, ours.perSecond(), "/s", peer.name() + " /s", theirs.perSecond());
            report.add(label + ", p50", ours.millis(0.5), "ms", peer.name() + " ms", theirs.millis(0.5));
            report.add(label + ", p99", ours.millis(0.99), "ms", peer.name() + " ms", theirs.millis(0.99));
        }
    }

    private static Load.Result load(Load load, int callers) {
        load.post(PATH, BODY, "", callers, callers == 1 ? REQUESTS_ALONE : WARM_UP, 200);
        return load.post(PATH, BODY, "", callers, callers == 1 ? REQUESTS_ALONE : REQUESTS, 200);
    }
}
