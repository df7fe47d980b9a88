// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeLogs;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeLogs logs = platform.bean(FakeLogs.class);

    @Test
    void linesAreSearched() {
        assertThat(json(platform.get("/api/v1/logs?function=resize&text=hello"))
                        .get("items")
                        .get(0)
                        .get("text")
                        .asString())
                .isEqualTo("hello");
        assertThat(platform.get("/api/v1/logs?invocation=seven").statusCode()).isEqualTo(400);
    }

    @Test
    void newLinesAreFollowedUntilTheClientGoesAway() throws Exception {
        HttpResponse<InputStream> answer = platform.send(
                platform.request("/api/v1/logs/tail?function=resize", "viewer"), BodyHandlers.ofInputStream());
        FakeLogs.Follower follower = logs.followers.poll(10, TimeUnit.SECONDS);
        assertThat(follower).isNotNull();
        assertThat(follower.query().functionName()).isEqualTo("resize");

        try (BufferedReader events = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            follower.write("first\nline");
            assertThat(nextData(events)).contains("\"text\":\"first\\nline\"");
            follower.write("second");
            assertThat(nextData(events)).contains("\"text\":\"second\"").contains("\"stream\":\"stdout\"");
        }

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        // A client that is gone is noticed by the writes that it no longer takes.
        await().until(() -> {
            follower.write("x".repeat(10_000));
            return follower.closed().getCount() == 0;
        });
    }

    private static String nextData(BufferedReader events) throws Exception {
        String line = events.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = events.readLine();
        }
        return line;
    }
}
