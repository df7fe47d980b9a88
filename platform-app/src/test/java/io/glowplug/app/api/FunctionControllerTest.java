// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeFunctions;
import io.glowplug.registry.CodeUpload;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FunctionControllerTest {

    private static final String RESIZE = """
        {"name": "resize", "runtime": "python3.11", "handler": "index.handler",
         "code": {"files": {"index.py": "def handler(event, context): return event"}}}\
        """;

    private final PlatformHarness platform = PlatformHarness.shared();

    @BeforeEach
    void forgetFunctions() {
        platform.bean(FakeFunctions.class).clear();
    }

    @Test
    void createsAFunctionWithLambdasDefaults() {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/functions", RESIZE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/functions/resize");
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
        JsonNode function = json(answer);
        assertThat(function.get("state").asString()).isEqualTo("Pending");
        assertThat(function.get("version").asString()).isEqualTo("$LATEST");
        assertThat(function.get("memoryMb").asInt()).isEqualTo(128);
        assertThat(function.get("timeoutSeconds").asInt()).isEqualTo(3);
        assertThat(function.get("async").get("maxRetries").asInt()).isEqualTo(2);
        assertThat(function.get("network").asString()).isEqualTo("none");
        assertThat(platform.bean(FakeFunctions.class).code.get("resize"))
                .isEqualTo(new CodeUpload.Files(Map.of("index.py", "def handler(event, context): return event")));
    }

    @Test
    void takesAZipAsAPartOfAForm() {
        String form = """
            --cut\r
            Content-Disposition: form-data; name="function"\r
            Content-Type: application/json\r
            \r
            {"name": "resize", "runtime": "python3.11", "handler": "index.handler"}\r
            --cut\r
            Content-Disposition: form-data; name="code"; filename="code.zip"\r
            Content-Type: application/zip\r
            \r
            PK-zip\r
            --cut--\r
            """;

        HttpResponse<String> answer = platform.send(platform.request("/api/v1/functions", "administrator")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(platform.bean(FakeFunctions.class).code.get("resize"))
                .isInstanceOfSatisfying(
                        CodeUpload.Zip.class,
                        zip -> assertThat(zip.archive())
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("PK-zip"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"name": null}                            | name             | must be given
        {"colour": "blue"}                        | colour           | is not a field
        {"memoryMb": "128"}                       | memoryMb         | must be a whole number
        {"memoryMb": 128.5}                       | memoryMb         | must be a whole number
        {"environment": {"A": null}}              | environment.A    | must be a text
        {"environment": {"A": 1}}                 | environment.A    | must be a text
        {"secrets": {"A": null}}                  | secrets.A        | must be a text
        {"logging": {"format": "XML"}}            | logging.format   | must be one of TEXT, JSON
        {"logging": {"systemLevel": "LOUD"}}      | logging.systemLevel | must be one of
        {"environment": []}                       | environment      | must be an object
        {"layers": [null]}                        | layers           | must hold texts only
        {"async": {"maxRetries": 200}}            | async.maxRetries | must be between 0 and 185
        {"async": {"onFailure": {"queue": "q"}}}  | async.onFailure.type | must be given
        {"network": "moon"}                       | network          | must be none, internet or host
        {"networkAllow": [7]}                     | networkAllow[0]  | must be a text
        {"code": {}}                              | code             | must have either
        {"code": {"zipBase64": "***"}}            | code.zipBase64   | must be a text in Base64
        """)
    void refusesWithTheFieldAndTheRule(String change, String field, String rule) {
        ObjectNode function = (ObjectNode) PlatformHarness.JSON.readTree(RESIZE);
        function.setAll((ObjectNode) PlatformHarness.JSON.readTree(change));

        assertRefused(function.toString(), field, rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": \"a\"", "{\"name\": \"a\", \"name\": \"b\"}", "{} {}", "null", "", "[]", "7"})
    void refusesWhatIsNoJsonObject(String body) {
        assertRefused(body, "body", "");
    }

    private void assertRefused(String body, String field, String rule) {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/functions", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("type").asString()).isEqualTo("urn:glowplug:problem:invalid");
        assertThat(problem.get("instance").asString()).isEqualTo("/api/v1/functions");
        assertThat(problem.get("errors").valueStream()).as(answer.body()).anySatisfy(error -> {
            assertThat(error.get("field").asString()).isEqualTo(field);
            assertThat(error.get("rule").asString()).startsWith(rule);
        });
        assertThat(json(platform.get("/api/v1/functions")).get("items")).isEmpty();
    }

    @Test
    void loggingIsShownWithItsDefaultsAndReplacedAsAWhole() {
        JsonNode created = json(platform.send("POST", "/api/v1/functions", RESIZE));
        JsonNode changed = json(platform.send(
                "PUT",
                "/api/v1/functions/resize",
                "{\"logging\": {\"format\": \"JSON\", \"applicationLevel\": \"WARN\", \"retentionDays\": 3}}"));
        JsonNode back = json(platform.send("PUT", "/api/v1/functions/resize", "{\"logging\": {}}"));

        assertThat(created.get("logging").toString()).isEqualTo("{\"format\":\"TEXT\"}");
        assertThat(changed.get("logging").toString())
                .isEqualTo("{\"format\":\"JSON\",\"applicationLevel\":\"WARN\",\"systemLevel\":\"INFO\","
                        + "\"retentionDays\":3}");
        assertThat(back.get("logging").toString()).isEqualTo("{\"format\":\"TEXT\"}");
    }

    @Test
    void secretsAreNamedButNeverShown() {
        HttpResponse<String> created = platform.send(
                "POST", "/api/v1/functions", RESIZE.replaceFirst("\\{", "{\"secrets\": {\"PASSWORD\": \"tulip-1\"}, "));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        platform.send("POST", "/api/v1/functions/resize/versions", "{}");
        HttpResponse<String> changed =
                platform.send("PUT", "/api/v1/functions/resize", "{\"secrets\": {\"TOKEN\": \"tulip-2\"}}");
        HttpResponse<String> removed =
                platform.send("PUT", "/api/v1/functions/resize", "{\"secrets\": {\"PASSWORD\": null}}");
        HttpResponse<String> versions = platform.get("/api/v1/functions/resize/versions");

        assertThat(json(created).get("secretNames").toString()).isEqualTo("[\"PASSWORD\"]");
        assertThat(json(changed).get("secretNames").toString()).isEqualTo("[\"PASSWORD\",\"TOKEN\"]");
        assertThat(json(removed).get("secretNames").toString()).isEqualTo("[\"TOKEN\"]");
        assertThat(versions.body()).contains("\"secretNames\":[\"PASSWORD\"]");
        assertThat(created.body() + changed.body() + removed.body() + versions.body())
                .doesNotContain("tulip")
                .doesNotContain("sealed");
    }

    @Test
    void changesOnlyWhatIsGiven() {
        platform.send("POST", "/api/v1/functions", RESIZE);

        JsonNode changed = json(platform.send(
                "PUT", "/api/v1/functions/resize", "{\"memoryMb\": 256, \"async\": {\"maxRetries\": 5}}"));

        assertThat(changed.get("memoryMb").asInt()).isEqualTo(256);
        assertThat(changed.get("handler").asString()).isEqualTo("index.handler");
        assertThat(changed.get("async").get("maxRetries").asInt()).isEqualTo(5);
        assertThat(changed.get("async").get("minBackoffSeconds").asInt()).isEqualTo(60);
    }

    @Test
    void aChangeMeantForAnOlderRevisionIsRefused() {
        String etag = platform.send("POST", "/api/v1/functions", RESIZE)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> first =
                platform.send("PUT", "/api/v1/functions/resize", "{\"memoryMb\": 256}", "If-Match", etag);
        assertThat(first.statusCode()).isEqualTo(200);

        HttpResponse<String> second =
                platform.send("PUT", "/api/v1/functions/resize", "{\"memoryMb\": 512}", "If-Match", etag);
        HttpResponse<String> deletion =
                platform.send("DELETE", "/api/v1/functions/resize", null, "If-Match", "W/\"2\"");

        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(json(second).get("type").asString()).isEqualTo("urn:glowplug:problem:stale-revision");
        assertThat(deletion.statusCode()).isEqualTo(412);
        assertThat(json(platform.get("/api/v1/functions/resize"))
                        .get("memoryMb")
                        .asInt())
                .isEqualTo(256);
        assertThat(platform.send("DELETE", "/api/v1/functions/resize", null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aListIsWalkedByItsCursors() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            platform.send("POST", "/api/v1/functions", RESIZE.replace("resize", name));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(platform.get("/api/v1/functions?limit=2&cursor=" + cursor));
            page.get("items").forEach(item -> seen.add(item.get("name").asString()));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(platform.get("/api/v1/functions?limit=0").statusCode()).isEqualTo(400);
        assertThat(json(platform.get("/api/v1/functions?limit=many"))
                        .get("errors")
                        .get(0)
                        .get("field")
                        .asString())
                .isEqualTo("limit");
    }

    @Test
    void theValuesOfEnvironmentVariablesAreNotForViewers() {
        platform.send(
                "POST",
                "/api/v1/functions",
                RESIZE.replaceFirst("\\{", "{\"environment\": {\"PASSWORD\": \"tulip\"}, "));

        String forViewer = platform.send(platform.request("/api/v1/functions/resize", "viewer"))
                .body();
        String forDeveloper = platform.send(platform.request("/api/v1/functions/resize", "developer"))
                .body();

        assertThat(forViewer).contains("\"PASSWORD\":null").doesNotContain("tulip");
        assertThat(forDeveloper).contains("tulip");
    }

    @Test
    void codeIsReplacedAsJsonOrAsZipAndReadAsZip() {
        platform.send("POST", "/api/v1/functions", RESIZE);

        HttpResponse<String> json = platform.send("PUT", "/api/v1/functions/resize/code", "{\"zipBase64\": \"emlw\"}");
        HttpResponse<String> zip =
                platform.send("PUT", "/api/v1/functions/resize/code", "raw zip", "Content-Type", "application/zip");
        HttpResponse<String> read = platform.get("/api/v1/functions/resize/code");

        assertThat(json.statusCode()).as(json.body()).isEqualTo(200);
        assertThat(zip.statusCode()).as(zip.body()).isEqualTo(200);
        assertThat(read.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(read.body()).isEqualTo("zip of resize $LATEST");
        assertThat(platform.bean(FakeFunctions.class).code.get("resize"))
                .isInstanceOfSatisfying(
                        CodeUpload.Zip.class,
                        archive -> assertThat(archive.archive())
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("raw zip"));
    }

    @Test
    void versionsArePublishedAndAliasesPointAtThem() {
        platform.send("POST", "/api/v1/functions", RESIZE);

        HttpResponse<String> version = platform.send("POST", "/api/v1/functions/resize/versions", null);
        HttpResponse<String> alias = platform.send(
                "POST",
                "/api/v1/functions/resize/aliases",
                "{\"name\": \"live\", \"version\": \"1\", \"additionalWeights\": {\"2\": 0.1}}");
        HttpResponse<String> moved = platform.send(
                "PUT", "/api/v1/functions/resize/aliases/live", "{\"version\": \"2\"}", "If-Match", "\"1\"");

        assertThat(version.statusCode()).as(version.body()).isEqualTo(201);
        assertThat(json(version).get("version").asString()).isEqualTo("1");
        assertThat(alias.statusCode()).as(alias.body()).isEqualTo(201);
        assertThat(json(moved).get("version").asString()).isEqualTo("2");
        assertThat(json(platform.get("/api/v1/functions/resize/versions")).get("items"))
                .hasSize(1);
        assertThat(platform.send("DELETE", "/api/v1/functions/resize/aliases/live", null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(platform.send("DELETE", "/api/v1/functions/resize/versions/1", null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatIsNotThereIsNotFoundAndSaysSo() {
        HttpResponse<String> answer = platform.get("/api/v1/functions/nobody");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("detail").asString()).isEqualTo("there is no function nobody");
        assertThat(platform.get("/api/v1/no-such-thing").statusCode()).isEqualTo(404);
        assertThat(platform.send("PATCH", "/api/v1/functions/nobody", "{}").statusCode())
                .isEqualTo(405);
        assertThat(platform.send("POST", "/api/v1/functions", "<xml/>", "Content-Type", "text/xml")
                        .statusCode())
                .isEqualTo(415);
    }
}
