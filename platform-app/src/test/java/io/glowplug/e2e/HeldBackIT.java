// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Events that are held back say so, and they and their large payloads outlive a crash. */
@ExtendWith(SharedPlatform.class)
class HeldBackIT {

    /** Runs until the second that the event names. */
    private static final String FUNCTION = """
            import time
            def handler(event, context):
                while event.get("wait") and time.time() < event["wait"]:
                    time.sleep(0.05)
                return len(event.get("text", ""))
            """;

    @Test
    void aHeldEventTellsWhyAndRunsAfterACrash(PlatformProcess platform) throws IOException {
        platform.rest()
                .createFunction(
                        "charge",
                        "python3.11",
                        "index.handler",
                        Rest.JSON.createObjectNode().put("index.py", FUNCTION),
                        Map.of(
                                "timeoutSeconds",
                                60,
                                "async",
                                Map.of("flow", Map.of("concurrency", Map.of("limit", 1, "key", "account.id")))));
        assertThat(platform.rest()
                        .get("/api/v1/functions/charge")
                        .get("async")
                        .get("flow")
                        .toString())
                .isEqualTo("{\"concurrency\":{\"limit\":1,\"key\":\"account.id\"}}");

        int filesBefore = files(platform).size();
        long until = System.currentTimeMillis() / 1_000 + 20;
        String first = accept(platform, "{\"account\":{\"id\":\"a\"},\"wait\":" + until + "}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> why(platform, first).get("code").asString().equals("running"));
        String second = accept(platform, "{\"account\":{\"id\":\"a\"},\"text\":\"" + "x".repeat(400_000) + "\"}");
        String other = accept(platform, "{\"account\":{\"id\":\"b\"},\"text\":\"short\"}");

        JsonNode held = why(platform, second);
        assertThat(held.get("code").asString()).isEqualTo("concurrency-limited");
        assertThat(held.get("details").get("key").asString()).isEqualTo("a");
        assertThat(held.get("details").get("position").asInt()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> why(platform, other).get("code").asString().equals("ended"));
        assertThat(files(platform)).hasSize(filesBefore + 1);

        platform.killHard();
        platform.start();
        await("all have ended")
                .atMost(Duration.ofSeconds(90))
                .until(() -> platform.rest().ledger("charge").settled());
        assertThat(platform.rest()
                        .get("/api/v1/invocations/" + second)
                        .get("answer")
                        .asInt())
                .isEqualTo(400_000);
        assertThat(platform.rest()
                        .get("/api/v1/events/" + second)
                        .get("payload")
                        .get("text")
                        .asString())
                .hasSize(400_000);
    }

    private static String accept(PlatformProcess platform, String payload) {
        HttpResponse<String> accepted = platform.rest().invokeAsync("charge", payload, Map.of());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static JsonNode why(PlatformProcess platform, String event) {
        return platform.rest()
                .get("/api/v1/events/" + event + "/why")
                .get("invocations")
                .get(0);
    }

    private static List<Path> files(PlatformProcess platform) throws IOException {
        Path payloads = platform.dataDirectory().resolve("objects/payloads");
        if (!Files.isDirectory(payloads)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(payloads)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
