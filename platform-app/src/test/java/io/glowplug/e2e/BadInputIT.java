// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that cannot be carried out: each is refused with the field and the rule, and nothing is stored. */
@ExtendWith(SharedPlatform.class)
class BadInputIT {

    static PlatformProcess platform;

    @BeforeAll
    static void start(PlatformProcess shared) {
        platform = shared;
        platform.rest()
                .createFunction(
                        "echo",
                        "python3.11",
                        "handler.handler",
                        Rest.JSON
                                .createObjectNode()
                                .put("handler.py", "def handler(event, context):\n    return event\n"),
                        Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            runtime  | {"runtime": "cobol85"}
            handler  | {"handler": "missing.handler"}
            memoryMb | {"memoryMb": 64}
            timeoutSeconds | {"timeoutSeconds": 901}
            name     | {"name": "no spaces"}
            environment | {"environment": {"AWS_REGION": "mars"}}
            code     | {"code": {"zipBase64": "bm90IGEgemlw"}}
            colour   | {"colour": "blue"}
            layers   | {"layers": ["a"]}
            """)
    void aFunctionIsRefusedWithTheFieldAndTheRule(String field, String change) {
        JsonNode function = Rest.JSON.readTree("""
                {"name": "bad", "runtime": "python3.11", "handler": "handler.handler",
                 "code": {"files": {"handler.py": "def handler(event, context): pass"}}}""");
        JsonNode changed = Rest.JSON.readTree(change);
        changed.propertyStream()
                .forEach(property -> ((ObjectNode) function).set(property.getKey(), property.getValue()));

        List<JsonNode> before = platform.rest().all("/api/v1/functions");
        HttpResponse<String> answer = platform.rest().postRaw("/api/v1/functions", function.toString(), Map.of());

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Rest.JSON
                        .readTree(answer.body())
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("field").asString()))
                .anyMatch(named -> named.startsWith(field));
        assertThat(platform.rest().all("/api/v1/functions")).hasSameSizeAs(before);
    }

    @Test
    void aPayloadAboveSixMebibytesIsRefused() {
        String payload = "\"" + "x".repeat((6 << 20) + 1) + "\"";

        assertThat(platform.rest().invoke("echo", payload).statusCode()).isEqualTo(413);
        assertThat(platform.rest().invokeAsync("echo", payload, Map.of()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aPayloadThatIsNotJsonIsRefused() {
        assertThat(platform.rest().invoke("echo", "{cheese").statusCode()).isEqualTo(400);
        assertThat(platform.rest().invokeAsync("echo", "{cheese", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(platform.rest().ledger("echo").accepted()).isZero();
    }

    @Test
    void anUnknownFunctionIsNotAccepted() {
        assertThat(platform.rest().invokeAsync("nobody", "{}", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void withoutCredentialsNothingIsAnswered() {
        HttpResponse<String> answer = platform.rest()
                .send(platform.rest()
                        .request("/api/v1/functions")
                        .setHeader(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("nobody:nothing".getBytes(StandardCharsets.UTF_8))));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void theSameKeyFromFiftyClientsAtOnceIsOneEvent() throws Exception {
        platform.rest()
                .createFunction(
                        "keyed",
                        "python3.11",
                        "handler.handler",
                        Rest.JSON
                                .createObjectNode()
                                .put(
                                        "handler.py",
                                        "def handler(event, context):\n    print('ran')\n    return event\n"),
                        Map.of());
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = IntStream.range(0, 50)
                    .mapToObj(client -> clients.submit(
                            () -> platform.rest().invokeAsync("keyed", "{\"n\": 1}", Map.of("Idempotency-Key", "one"))))
                    .toList();

            List<String> locations = answers.stream()
                    .map(BadInputIT::result)
                    .map(answer -> answer.headers().firstValue("Location").orElse("none"))
                    .distinct()
                    .toList();
            assertThat(locations).hasSize(1).doesNotContain("none");
        }
        assertThat(platform.rest().ledger("keyed").accepted()).isEqualTo(1);
        assertThat(platform.rest()
                        .invokeAsync("keyed", "{\"n\": 2}", Map.of("Idempotency-Key", "one"))
                        .statusCode())
                .isEqualTo(422);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
