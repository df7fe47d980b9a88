// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The REST API for setting things up and reading results; not for load. */
final class Rest {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String root;
    private final String authorization;

    Rest(int port, String keyId, String secret) {
        root = "http://127.0.0.1:" + port;
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((keyId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    boolean isReady() {
        try {
            return send(request("/actuator/health/readiness").GET()).statusCode() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }

    JsonNode get(String path) {
        return succeed(send(request(path).GET()));
    }

    JsonNode post(String path, String json) {
        return succeed(
                send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json))));
    }

    /** Creates a function that may run for ten minutes. */
    void createFunction(String name, String runtime, String handler, Map<String, String> files, int memoryMb) {
        createFunction(name, runtime, handler, Map.of("files", files), memoryMb);
    }

    /** Creates one that has the default memory. */
    void createFunction(String name, String runtime, String handler, Map<String, ?> code) {
        createFunction(name, runtime, handler, code, 128);
    }

    private void createFunction(String name, String runtime, String handler, Object code, int memoryMb) {
        ObjectNode function = JSON.createObjectNode();
        function.put("name", name)
                .put("runtime", runtime)
                .put("handler", handler)
                .put("memoryMb", memoryMb)
                .put("timeoutSeconds", 600);
        function.set("code", JSON.valueToTree(code));
        post("/api/v1/functions", function.toString());
    }

    /** Invokes a function and returns its answer. */
    JsonNode invoke(String name, String payload) {
        return post("/api/v1/functions/" + name + "/invocations", payload);
    }

    /** Sums one count of the ledger over a function's items. */
    long ledger(String function, String count) {
        long sum = 0;
        for (JsonNode item : get("/api/v1/ledger").get("items")) {
            if (item.get("function").asString().equals(function)) {
                sum += item.get(count).asLong();
            }
        }
        return sum;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", authorization);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode succeed(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(
                    response.uri() + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }
}
