// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several nodes on one PostgreSQL. */
class TwoNodesIT {

    /** The same for all nodes, since they read each other's secrets. */
    private static final String MASTER_KEY = "bm9kZXMgdGhhdCBzaGFyZSBvbmUgZGF0YWJhc2UgLi4=";

    private static final String SLOW = """
            exports.handler = async (event) => { await new Promise((done) => setTimeout(done, 20)); return event }
            """;

    @TempDir
    Path directory;

    @Test
    void startAtOnceOnAnEmptyDatabaseShareTheWorkAndOutliveEachOther() throws Exception {
        String database = TestPostgres.createEmptyDatabase();
        try (PlatformProcess first = node("first", database);
                PlatformProcess second = node("second", database)) {
            first.launch();
            second.launch();
            first.awaitReady();
            second.awaitReady();
            first.rest()
                    .createFunction(
                            "slow",
                            "nodejs20.x",
                            "index.handler",
                            Rest.JSON.createObjectNode().put("index.js", SLOW),
                            Map.of("memoryMb", 256, "async", Map.of("minBackoffSeconds", 0)));

            for (int n = 0; n < 2_000; n++) {
                Rest rest = n % 2 == 0 ? first.rest() : second.rest();
                assertThat(rest.invokeAsync("slow", Integer.toString(n), Map.of())
                                .statusCode())
                        .isEqualTo(202);
            }
            second.killHard();
            for (int n = 2_000; n < 2_200; n++) {
                assertThat(first.rest()
                                .invokeAsync("slow", Integer.toString(n), Map.of())
                                .statusCode())
                        .isEqualTo(202);
            }

            await("everything is settled by the node that is left")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> first.rest().ledger("slow").settled());
            Rest.Balance end = first.rest().ledger("slow");
            assertThat(end.balances()).as("%s", end).isTrue();
            assertThat(end.succeeded()).isEqualTo(2_200);
            assertThat(nodesThatRan(first)).hasSize(2);
        }
    }

    private static Set<String> nodesThatRan(PlatformProcess platform) {
        List<JsonNode> invocations = platform.rest().all("/api/v1/invocations?function=slow");
        // Some of all ages: the newest were accepted when only one node was left.
        return IntStream.range(0, 100)
                .mapToObj(n -> invocations.get(n * invocations.size() / 100))
                .flatMap(invocation -> attempts(platform, invocation))
                .collect(Collectors.toSet());
    }

    private static Stream<String> attempts(PlatformProcess platform, JsonNode invocation) {
        return platform.rest()
                .get("/api/v1/invocations/" + invocation.get("id").asString())
                .get("attempts")
                .valueStream()
                .map(attempt -> attempt.get("node").asString());
    }

    private PlatformProcess node(String name, String databaseUrl) {
        return PlatformProcess.in(directory.resolve(name))
                .with("GLOWPLUG_DATABASE_URL", databaseUrl)
                .with("GLOWPLUG_MASTER_KEY", MASTER_KEY);
    }
}
