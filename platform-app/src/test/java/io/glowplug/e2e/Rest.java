// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The REST API as a client sees it. */
public final class Rest {

    public static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String root;
    private final String authorization;

    public Rest(int port, String keyId, String secret) {
        root = "http://127.0.0.1:" + port;
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((keyId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    public boolean isReady() {
        try {
            HttpRequest.Builder asAnybody = HttpRequest.newBuilder(URI.create(root + "/actuator/health/readiness"));
            return send(asAnybody.timeout(Duration.ofMinutes(1)).GET()).statusCode() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }

    public JsonNode get(String path) {
        return body(send(request(path).GET()), 200);
    }

    /** Reads every page of a list. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = get(path + separator + "limit=500" + (cursor == null ? "" : "&cursor=" + cursor));
            page.get("items").forEach(items::add);
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        return items;
    }

    public JsonNode post(String path, String json, int expectedStatus) {
        return body(postRaw(path, json, Map.of()), expectedStatus);
    }

    public HttpResponse<String> postRaw(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** Creates a function from the files of a directory and waits until it can be invoked. */
    void createFunction(String name, String runtime, String handler, Path code, Map<String, Object> more) {
        ObjectNode files = JSON.createObjectNode();
        try (var paths = Files.walk(code)) {
            paths.filter(Files::isRegularFile)
                    .forEach(file -> files.put(code.relativize(file).toString(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        createFunction(name, runtime, handler, files, more);
    }

    public void createFunction(
            String name, String runtime, String handler, ObjectNode files, Map<String, Object> more) {
        ObjectNode function = JSON.createObjectNode();
        function.put("name", name).put("runtime", runtime).put("handler", handler);
        function.putObject("code").set("files", files);
        more.forEach((field, value) -> function.set(field, JSON.valueToTree(value)));
        assertThat(post("/api/v1/functions", function.toString(), 201)
                        .get("state")
                        .asString())
                .isIn("Pending", "Active");
        await("function %s is active".formatted(name))
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        get("/api/v1/functions/" + name).get("state").asString().equals("Active"));
    }

    HttpResponse<String> invoke(String function, String payload) {
        return postRaw("/api/v1/functions/" + function + "/invocations", payload, Map.of());
    }

    HttpResponse<String> invokeAsync(String function, String payload, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Prefer", "respond-async");
        return postRaw("/api/v1/functions/" + function + "/invocations", payload, all);
    }

    /** Sums the ledger's items of one function. */
    Balance ledger(String function) {
        Balance sum = new Balance(0, 0, 0, 0, 0, 0, 0);
        for (JsonNode item : get("/api/v1/ledger").get("items")) {
            if (item.get("function").asString().equals(function)) {
                sum = sum.plus(Balance.of(item));
            }
        }
        return sum;
    }

    /** The conservation law's counts. */
    record Balance(
            long accepted,
            long succeeded,
            long deadLettered,
            long expired,
            long cancelled,
            long inFlight,
            long waiting) {

        static Balance of(JsonNode item) {
            return new Balance(
                    item.get("accepted").asLong(),
                    item.get("succeeded").asLong(),
                    item.get("deadLettered").asLong(),
                    item.get("expired").asLong(),
                    item.get("cancelled").asLong(),
                    item.get("inFlight").asLong(),
                    item.get("waiting").asLong());
        }

        Balance plus(Balance that) {
            return new Balance(
                    accepted + that.accepted,
                    succeeded + that.succeeded,
                    deadLettered + that.deadLettered,
                    expired + that.expired,
                    cancelled + that.cancelled,
                    inFlight + that.inFlight,
                    waiting + that.waiting);
        }

        boolean balances() {
            return accepted == succeeded + deadLettered + expired + cancelled + inFlight + waiting;
        }

        boolean settled() {
            return inFlight + waiting == 0;
        }
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", authorization);
    }

    private static JsonNode body(HttpResponse<String> response, int expectedStatus) {
        assertThat(response.statusCode())
                .as("%s answered %s", response.uri(), response.body())
                .isEqualTo(expectedStatus);
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
