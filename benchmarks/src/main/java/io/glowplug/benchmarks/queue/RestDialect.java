// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import io.glowplug.benchmarks.queue.HttpMessages.Call;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform's own API.
 *
 * @param queueUrl the queue's address
 * @param authorization the header of that name
 */
public record RestDialect(String queueUrl, String authorization) implements HttpMessages.Dialect {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Call send(ArrayNode entries) {
        return entries("/messages/batch", entries);
    }

    @Override
    public Call receive(int most) {
        return call("/messages/receive", JSON.createObjectNode().put("maxMessages", most));
    }

    @Override
    public Call delete(ArrayNode entries) {
        return entries("/messages/delete-batch", entries);
    }

    private Call entries(String path, ArrayNode entries) {
        ObjectNode body = JSON.createObjectNode();
        body.set("entries", entries);
        return call(path, body);
    }

    private Call call(String path, ObjectNode body) {
        return new Call(
                queueUrl + path, Map.of("Content-Type", "application/json", "Authorization", authorization), body);
    }

    @Override
    public String idName() {
        return "id";
    }

    @Override
    public String bodyName() {
        return "body";
    }

    @Override
    public String handleName() {
        return "receiptHandle";
    }

    @Override
    public String messagesName() {
        return "messages";
    }

    @Override
    public String successName() {
        return "successful";
    }
}
