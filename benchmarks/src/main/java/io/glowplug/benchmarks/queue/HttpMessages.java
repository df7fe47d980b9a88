// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A queue behind HTTP and JSON, whose dialect is given: the same client for all. */
public final class HttpMessages implements MessageQueue {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Dialect dialect;
    private final Runnable onClose;

    public HttpMessages(Dialect dialect, Runnable onClose) {
        this.dialect = dialect;
        this.onClose = onClose;
    }

    /** How a server wants to be talked to. */
    public interface Dialect {

        Call send(ArrayNode entries);

        Call receive(int most);

        Call delete(ArrayNode entries);

        String idName();

        String bodyName();

        String handleName();

        String messagesName();

        String successName();
    }

    /** A request. */
    public record Call(String url, Map<String, String> headers, ObjectNode body) {}

    @Override
    public void send(int batch) {
        ArrayNode entries = JSON.createArrayNode();
        for (int i = 0; i < batch; i++) {
            entries.addObject().put(dialect.idName(), "m" + i).put(dialect.bodyName(), BODY);
        }
        require(call(dialect.send(entries)), batch);
    }

    @Override
    public int work(int batch) {
        JsonNode messages = call(dialect.receive(batch)).path(dialect.messagesName());
        if (messages.isEmpty()) {
            return 0;
        }
        ArrayNode entries = JSON.createArrayNode();
        for (JsonNode message : messages) {
            entries.addObject()
                    .put(dialect.idName(), "m" + entries.size())
                    .put(
                            dialect.handleName(),
                            message.path(dialect.handleName()).asString());
        }
        require(call(dialect.delete(entries)), messages.size());
        return messages.size();
    }

    private void require(JsonNode answer, int wanted) {
        if (answer.path(dialect.successName()).size() != wanted) {
            throw new IllegalStateException("not all succeeded: " + answer);
        }
    }

    private JsonNode call(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(call.url()))
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(call.body().toString()));
        call.headers().forEach(request::header);
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        onClose.run();
        client.close();
    }
}
