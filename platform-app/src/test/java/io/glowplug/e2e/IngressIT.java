// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests from outside to functions in real processes: the packaged platform, its ports and nothing else. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IngressIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CODE = """
            exports.handler = async (event) => {
              const path = event.rawPath ?? event.path;
              if (path.endsWith("/image")) {
                return { statusCode: 200, headers: { "content-type": "image/png" }, cookies: ["seen=1; HttpOnly"],
                         body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]).toString("base64"), isBase64Encoded: true };
              }
              if (path.endsWith("/size")) {
                return { statusCode: 200, body: String(Buffer.from(event.body, "base64").length) };
              }
              if (path.endsWith("/injected")) {
                return { statusCode: 200, headers: { "x-a": "1\\r\\nSet-Cookie: evil=1" } };
              }
              if (path.endsWith("/throws")) throw new Error("the house's secret");
              return event;
            };
            """;

    private static final String STREAMING = """
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 206, headers: { "x-stream": "yes" } });
              stream.write("first,");
              await new Promise((done) => setTimeout(done, 50));
              if (event.rawPath.endsWith("/broken")) throw new Error("half-way");
              stream.write("second");
              stream.end();
            });
            """;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    private static Path directory;

    private static PlatformProcess platform;
    private static Rest rest;

    @BeforeAll
    static void startPlatform() {
        platform = PlatformProcess.in(directory).start();
        rest = platform.rest();
        create("answering", CODE);
        create("streaming", STREAMING);
    }

    @AfterAll
    static void stopPlatform() {
        platform.close();
    }

    private static void create(String name, String code) {
        ObjectNode files = JSON.createObjectNode();
        files.put("index.js", code);
        rest.createFunction(name, "nodejs20.x", "index.handler", files, Map.of("timeoutSeconds", 10));
    }

    private static JsonNode trigger(String name, String function, String type, String settings) {
        return rest.post(
                "/api/v1/triggers",
                "{\"name\":\"%s\",\"function\":\"%s\",\"type\":\"%s\",\"settings\":%s}"
                        .formatted(name, function, type, settings),
                201);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.ingressPort() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        try {
            return CLIENT.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void aRouteAndAFunctionUrlReachARealFunction() throws IOException {
        trigger("orders", "answering", "http", "{\"route\":\"ANY /orders/{id}\"}");
        trigger("v1", "answering", "http", "{\"route\":\"GET /v1/{proxy+}\",\"payloadFormat\":\"1.0\"}");
        trigger("url", "answering", "http", "{\"functionUrl\":true}");

        JsonNode event = JSON.readTree(
                send(request("/orders/17?x=1&x=2").header("Cookie", "a=1; b=2")).body());
        assertThat(event.at("/pathParameters/id").stringValue()).isEqualTo("17");
        assertThat(event.at("/queryStringParameters/x").stringValue()).isEqualTo("1,2");
        assertThat(event.get("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\"]"));
        // A value without a statusCode is no answer in the format 1.0.
        assertThat(send(request("/v1/anything")).statusCode()).isEqualTo(502);
        HttpResponse<byte[]> image = send(request("/fn/answering/image"), BodyHandlers.ofByteArray());
        assertThat(image.body()).containsExactly(0x89, 0x50, 0x4e, 0x47, 0);
        assertThat(image.headers().firstValue("content-type")).contains("image/png");
        assertThat(image.headers().firstValue("set-cookie")).contains("seen=1; HttpOnly");
        assertThat(send(request("/fn/answering/size").POST(BodyPublishers.ofByteArray(new byte[100_000])))
                        .body())
                .isEqualTo("100000");
        assertThat(send(request("/nothing/here")).statusCode()).isEqualTo(404);
        assertThat(send(request("/fn/streaming")).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void aStreamComesThroughAndABrokenOneIsNotWhole() throws IOException {
        trigger("stream", "streaming", "http", "{\"route\":\"GET /stream/{how}\"}");

        HttpResponse<String> whole = send(request("/stream/whole"));
        assertThat(whole.statusCode()).isEqualTo(206);
        assertThat(whole.headers().firstValue("x-stream")).contains("yes");
        assertThat(whole.body()).isEqualTo("first,second");
        assertThatThrownBy(() -> send(request("/stream/broken"))).isInstanceOf(IOException.class);
    }

    @Test
    @Order(3)
    void badAnswersAreA502WithTheReasonInTheHistory() throws IOException {
        HttpResponse<String> injected = send(request("/fn/answering/injected"));
        HttpResponse<String> thrown = send(request("/fn/answering/throws"));

        assertThat(injected.statusCode()).isEqualTo(502);
        assertThat(injected.headers().firstValue("set-cookie")).isEmpty();
        assertThat(thrown.statusCode()).isEqualTo(502);
        assertThat(thrown.body()).doesNotContain("secret");
        String invocation =
                injected.headers().firstValue("glowplug-invocation-id").orElseThrow();
        await("the reason is in the history")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rest.all("/api/v1/invocations?trigger=url").stream()
                                .filter(item -> item.get("id").asString().equals(invocation))
                                .map(JsonNode::toString)
                                .toList())
                        .singleElement()
                        .asString()
                        .contains("Glowplug.MalformedAnswer")
                        .contains("line breaks"));
    }

    @Test
    @Order(4)
    void eachPortHasOnlyItsOwn() throws IOException {
        for (String path : List.of("/api/v1/functions", "/actuator/health", "/actuator/prometheus", "/")) {
            HttpResponse<String> there = send(request(path).header("Authorization", "Basic eDp5"));
            assertThat(there.statusCode()).as(path).isEqualTo(404);
            assertThat(there.body()).contains("\"message\":\"Not Found\"");
        }
        assertThat(rest.send(rest.request("/orders/17")).body()).doesNotContain("pathParameters", "routeKey");
        assertThat(rest.send(rest.request("/fn/answering")).body()).doesNotContain("routeKey");
    }

    @Test
    @Order(5)
    void whatWasAnswered202SurvivesAKill() throws IOException, GeneralSecurityException {
        trigger("hooks", "answering", "webhook", "{\"signature\":{\"scheme\":\"github\"}}");
        rest.post("/api/v1/triggers/hooks/secrets", "{\"secret\":\"It's a Secret to Everybody\"}", 201);
        trigger("later", "answering", "http", "{\"route\":\"POST /later\",\"answer\":\"async\"}");
        rest.post("/api/v1/triggers/later/pause", "", 200);

        String notice = eventId(send(notice("1", "Hello, World!")));
        String held = eventId(send(later("k")));
        assertThat(send(notice("2", "Hello, World?").setHeader("X-Hub-Signature-256", signature("Hello, World!")))
                        .statusCode())
                .isEqualTo(401);
        platform.killHard();
        platform.start();

        assertThat(eventId(send(notice("1", "Hello, World!")))).isEqualTo(notice);
        assertThat(eventId(send(later("k")))).isEqualTo(held);
        assertThat(send(request("/later").header("Idempotency-Key", "k").POST(BodyPublishers.ofString("other")))
                        .statusCode())
                .isEqualTo(422);
        rest.post("/api/v1/triggers/later/resume", "", 200);
        await("both have run")
                .atMost(PATIENCE)
                .until(() -> rest.ledger("answering").settled());
        Rest.Balance balance = rest.ledger("answering");
        assertThat(balance.accepted()).isEqualTo(2);
        assertThat(balance.succeeded()).isEqualTo(2);
        assertThat(balance.balances()).isTrue();
    }

    private static String eventId(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).get("eventId").stringValue();
    }

    private static HttpRequest.Builder later(String key) {
        return request("/later").header("Idempotency-Key", key).POST(BodyPublishers.ofString("{}"));
    }

    private static HttpRequest.Builder notice(String delivery, String body) throws GeneralSecurityException {
        return request("/webhooks/hooks")
                .header("Content-Type", "text/plain")
                .header("X-GitHub-Delivery", delivery)
                .header("X-Hub-Signature-256", signature(body))
                .POST(BodyPublishers.ofString(body));
    }

    private static String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("It's a Secret to Everybody".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Order(6)
    void conflictsAndForeignSettingsAreRefusedByTheApi() {
        HttpResponse<String> taken = rest.postRaw(
                "/api/v1/triggers",
                "{\"name\":\"two\",\"function\":\"answering\",\"type\":\"http\","
                        + "\"settings\":{\"route\":\"ANY /orders/{other}\"}}",
                Map.of());
        HttpResponse<String> useless = rest.postRaw(
                "/api/v1/triggers",
                "{\"name\":\"three\",\"function\":\"answering\",\"type\":\"http\","
                        + "\"settings\":{\"route\":\"GET /three\"},\"onFailure\":{\"type\":\"function\",\"name\":\"streaming\"}}",
                Map.of());

        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("orders");
        assertThat(useless.statusCode()).isEqualTo(400);
        assertThat(rest.postRaw("/api/v1/triggers/orders/api-keys", "{\"name\":\"a\"}", Map.of())
                        .statusCode())
                .isEqualTo(409);
    }
}
