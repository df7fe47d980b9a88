// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.PlatformHarness;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class QueueControllersTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    private String queue(String settings) {
        String name = "q-" + UUID.randomUUID();
        return queue(name, settings);
    }

    private String queue(String name, String settings) {
        HttpResponse<String> created = platform.send(
                "POST",
                "/api/v1/queues",
                "{\"name\":\"" + name + "\"" + (settings.isEmpty() ? "" : "," + settings) + "}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/api/v1/queues/" + name);
        return "/api/v1/queues/" + name;
    }

    private JsonNode post(String path, String body, int status) {
        HttpResponse<String> answer = platform.send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }

    @Test
    void aQueueIsShownWithItsDefaultsChangedAndRemoved() {
        String queue = queue("");
        JsonNode shown = json(platform.get(queue));
        assertThat(shown.get("visibilityTimeoutSeconds").asInt()).isEqualTo(30);
        assertThat(shown.get("delaySeconds").asInt()).isZero();
        assertThat(shown.get("maxMessageBytes").asInt()).isEqualTo(1_048_576);
        assertThat(shown.get("retentionSeconds").asInt()).isEqualTo(345_600);
        assertThat(shown.get("redriveAllow").get("permission").asString()).isEqualTo("allow-all");
        assertThat(shown.has("contentBasedDeduplication")).isFalse();
        assertThat(shown.get("messages").toString())
                .isEqualTo("{\"visible\":0,\"inFlight\":0,\"delayed\":0,\"oldestAgeSeconds\":0}");

        HttpResponse<String> changed = platform.send("PUT", queue, "{\"delaySeconds\": 7}", "If-Match", "\"0\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(platform.send("PUT", queue, "{}", "If-Match", "\"0\"").statusCode())
                .isEqualTo(412);
        assertThat(json(platform.get(
                                "/api/v1/queues?prefix=" + shown.get("name").asString()))
                        .get("items"))
                .hasSize(1);
        assertThat(platform.send("DELETE", queue, null).statusCode()).isEqualTo(204);
        assertThat(platform.get(queue).statusCode()).isEqualTo(404);
    }

    @Test
    void aMessageGoesThroughAQueue() {
        String queue = queue("");
        JsonNode sent = post(
                queue + "/messages",
                "{\"body\":\"hello\",\"attributes\":{\"n\":{\"dataType\":\"Number\",\"stringValue\":\"1\"}}}",
                201);
        assertThat(sent.get("md5OfBody").asString()).isEqualTo("5d41402abc4b2a76b9719d911017c592");

        assertThat(json(platform.get(queue + "/messages"))
                        .get("items")
                        .get(0)
                        .get("receiveCount")
                        .asInt())
                .isZero();
        JsonNode received = post(queue + "/messages/receive", "{\"maxMessages\":10,\"waitSeconds\":5}", 200)
                .get("messages")
                .get(0);
        assertThat(received.get("messageId")).isEqualTo(sent.get("messageId"));
        assertThat(received.get("body").asString()).isEqualTo("hello");
        assertThat(received.get("attributes").get("n").get("stringValue").asString())
                .isEqualTo("1");
        assertThat(received.get("md5OfAttributes")).isEqualTo(sent.get("md5OfAttributes"));
        assertThat(received.get("sender").asString()).isEqualTo(PlatformHarness.ADMINISTRATOR);

        String handle = queue + "/messages/" + received.get("receiptHandle").asString();
        assertThat(platform.send("PUT", handle + "/visibility", "{\"timeoutSeconds\":0}")
                        .statusCode())
                .isEqualTo(204);
        JsonNode again =
                post(queue + "/messages/receive", null, 200).get("messages").get(0);
        assertThat(platform.send("DELETE", handle, null).statusCode()).isEqualTo(409);
        String newHandle = queue + "/messages/" + again.get("receiptHandle").asString();
        assertThat(platform.send("DELETE", newHandle, null).statusCode()).isEqualTo(204);
        assertThat(platform.send("DELETE", newHandle, null).statusCode()).isEqualTo(204);
        assertThat(platform.send("PUT", newHandle + "/visibility", "{\"timeoutSeconds\":9}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(platform.send("DELETE", queue + "/messages/nonsense", null).statusCode())
                .isEqualTo(400);
    }

    @Test
    void entriesOfABatchSucceedAndFailEachForItself() {
        String queue = queue("\"maxMessageBytes\":1024");
        JsonNode sent = post(
                queue + "/messages/batch",
                "{\"entries\":[{\"id\":\"good\",\"body\":\"x\"},{\"id\":\"empty\",\"body\":\"\"},"
                        + "{\"id\":\"large\",\"body\":\"" + "x".repeat(1_025) + "\"},"
                        + "{\"id\":\"typed\",\"body\":\"x\",\"attributes\":{\"a\":{\"dataType\":\"Date\","
                        + "\"stringValue\":\"now\"}}},"
                        + "{\"id\":\"grouped\",\"body\":\"x\",\"groupId\":\"g\"}]}",
                200);
        assertThat(sent.get("successful")).hasSize(1);
        assertThat(sent.get("failed")
                        .valueStream()
                        .map(entry -> entry.get("id").asString() + " "
                                + entry.get("code").asString()))
                .containsExactlyInAnyOrder("empty invalid", "large too-large", "typed invalid", "grouped invalid");
        assertThat(sent.get("failed").toString()).contains("attributes.a.dataType must be String, Number or Binary");

        String handle = post(queue + "/messages/receive", "{}", 200)
                .get("messages")
                .get(0)
                .get("receiptHandle")
                .asString();
        JsonNode hidden = post(
                queue + "/messages/visibility-batch",
                "{\"entries\":[{\"id\":\"a\",\"receiptHandle\":\"" + handle
                        + "\",\"timeoutSeconds\":60},{\"id\":\"b\",\"receiptHandle\":\"" + handle + "\"}]}",
                200);
        assertThat(hidden.get("successful")).hasSize(1);
        assertThat(hidden.get("failed").get(0).get("message").asString()).contains("timeoutSeconds must be given");
        JsonNode deleted = post(
                queue + "/messages/delete-batch",
                "{\"entries\":[{\"id\":\"a\",\"receiptHandle\":\"" + handle
                        + "\"},{\"id\":\"b\",\"receiptHandle\":\"xyz\"}]}",
                200);
        assertThat(deleted.get("successful")).hasSize(1);
        assertThat(deleted.get("failed").get(0).get("code").asString()).isEqualTo("unknown-receipt-handle");
    }

    @Test
    void aBatchIsRefusedForItsShapeOnly() {
        String queue = queue("") + "/messages/batch";
        String entry = "{\"id\":\"a\",\"body\":\"x\"}";
        post(queue, "{}", 400);
        post(queue, "{\"entries\":[]}", 400);
        post(queue, "{\"entries\":[null]}", 400);
        post(queue, "{\"entries\":[" + entry + "," + entry + "]}", 400);
        post(queue, "{\"entries\":[{\"body\":\"x\"}]}", 400);
        StringBuilder eleven = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            eleven.append(i == 0 ? "" : ",").append("{\"id\":\"").append(i).append("\",\"body\":\"x\"}");
        }
        post(queue, "{\"entries\":[" + eleven + "]}", 400);
        String half = "x".repeat(600_000);
        JsonNode refused = post(
                queue,
                "{\"entries\":[{\"id\":\"a\",\"body\":\"" + half + "\"},{\"id\":\"b\",\"body\":\"" + half + "\"}]}",
                413);
        assertThat(refused.get("errors").toString()).contains("entries");
    }

    @Test
    void theLargestMessageGoesThroughHoweverItIsEscaped() {
        String queue = queue("");
        String escaped = "\\u0022".repeat(1_048_576);
        post(queue + "/messages", "{\"body\":\"" + escaped + "\"}", 201);
        assertThat(post(queue + "/messages/receive", null, 200)
                        .get("messages")
                        .get(0)
                        .get("body")
                        .asString())
                .isEqualTo("\"".repeat(1_048_576));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"no spaces\"} | name",
                "{\"name\":\"a.fifo\",\"fifo\":false} | fifo",
                "{\"name\":\"plain\",\"contentBasedDeduplication\":true} | contentBasedDeduplication",
                "{\"name\":\"plain\",\"deduplicationScope\":\"message-group\"} | deduplicationScope",
                "{\"name\":\"plain\",\"visibilityTimeoutSeconds\":43201} | visibilityTimeoutSeconds",
                "{\"name\":\"plain\",\"delaySeconds\":901} | delaySeconds",
                "{\"name\":\"plain\",\"retentionSeconds\":59} | retentionSeconds",
                "{\"name\":\"plain\",\"maxMessageBytes\":1023} | maxMessageBytes",
                "{\"name\":\"plain\",\"receiveWaitSeconds\":21} | receiveWaitSeconds",
                "{\"name\":\"plain\",\"deadLetter\":{}} | deadLetter.queue",
                "{\"name\":\"plain\",\"deadLetter\":{\"queue\":\"plain\"}} | deadLetter.queue",
                "{\"name\":\"plain\",\"deadLetter\":{\"queue\":\"nowhere\"}} | deadLetter.queue",
                "{\"name\":\"plain\",\"redriveAllow\":{\"permission\":\"some\"}} | redriveAllow.permission",
                "{\"name\":\"plain\",\"redriveAllow\":{\"permission\":\"by-queue\"}} | redriveAllow.sources",
                "{\"name\":\"plain\",\"colour\":\"blue\"} | colour",
            })
    void aQueueThatCannotBeIsRefusedWithItsField(String request, String field) {
        JsonNode problem = post("/api/v1/queues", request, 400);
        assertThat(problem.get("errors").toString()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void fifoMessagesNeedTheirGroupAndCountOnce() {
        String queue = queue("q-" + UUID.randomUUID() + ".fifo", "\"contentBasedDeduplication\":true");
        assertThat(post(queue + "/messages", "{\"body\":\"x\"}", 400)
                        .get("errors")
                        .toString())
                .contains("groupId");
        JsonNode first = post(queue + "/messages", "{\"body\":\"x\",\"groupId\":\"g\"}", 201);
        JsonNode second = post(queue + "/messages", "{\"body\":\"x\",\"groupId\":\"g\"}", 201);
        assertThat(second.get("duplicate").asBoolean()).isTrue();
        assertThat(second.get("sequenceNumber")).isEqualTo(first.get("sequenceNumber"));
        assertThat(post(queue + "/purge", null, 200).get("purged").asInt()).isEqualTo(1);
    }

    @Test
    void aDeadLetterQueueIsKeptWhileItIsUsedAndRedriven() {
        String dead = queue("");
        String name = dead.substring("/api/v1/queues/".length());
        String queue = queue(
                "\"visibilityTimeoutSeconds\":0,\"deadLetter\":{\"queue\":\"" + name + "\",\"maxReceiveCount\":1}");
        post(queue + "/messages", "{\"body\":\"x\"}", 201);
        post(queue + "/messages/receive", "{}", 200);
        assertThat(post(queue + "/messages/receive", "{}", 200).get("messages")).isEmpty();

        assertThat(platform.send("DELETE", dead, null).statusCode()).isEqualTo(409);
        assertThat(json(platform.get(dead + "/dead-letter-sources")).get("items"))
                .hasSize(1);
        assertThat(json(platform.get(dead)).get("messages").get("visible").asInt())
                .isEqualTo(1);
        HttpResponse<String> started = platform.send("POST", dead + "/redrives", "{\"ratePerSecond\":500}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> json(platform.get(dead + "/redrives"))
                        .get("items")
                        .get(0)
                        .get("state")
                        .asString()
                        .equals("completed"));
        String id = json(started).get("id").asString();
        post(dead + "/redrives/" + id + "/cancel", null, 409);
        assertThat(json(platform.get(queue)).get("messages").get("visible").asInt())
                .isEqualTo(1);
    }

    @Test
    void viewersLookAndDevelopersSendAndTrafficIsNotAudited() {
        String queue = queue("");
        assertThat(platform.send(platform.request(queue + "/messages", "viewer").GET())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused =
                platform.send("POST", queue + "/messages/receive", "{}", "Authorization", platform.as("viewer"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(platform.send(
                                "POST",
                                queue + "/messages",
                                "{\"body\":\"x\"}",
                                "Authorization",
                                platform.as("developer"))
                        .statusCode())
                .isEqualTo(201);
        post(queue + "/purge", null, 200);

        String audited = platform.get("/api/v1/audit-log?limit=500").body();
        assertThat(audited).contains("POST /api/v1/queues/{queue}/purge").doesNotContain("/messages");
    }
}
