// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Problem details (https://www.rfc-editor.org/rfc/rfc9457), with the member {@code message} beside them that the
 * gateways of AWS answer with, for clients that read it.
 */
final class ProblemAnswer {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Internal server error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Endpoint request timed out"));

    private ProblemAnswer() {}

    static void write(RefusedRequest refused, List<HeaderField> more, IngressExchange exchange) throws IOException {
        String title = TITLES.getOrDefault(refused.status(), "Problem");
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "urn:glowplug:problem:" + refused.reason());
        problem.put("title", title);
        problem.put("status", refused.status());
        problem.put("detail", refused.detail());
        problem.put("message", title);
        List<HeaderField> headers = new ArrayList<>(refused.headers());
        headers.add(new HeaderField("Content-Type", "application/problem+json"));
        headers.add(new HeaderField("Cache-Control", "no-store"));
        headers.addAll(more);
        exchange.answer(refused.status(), headers, JSON.writeValueAsBytes(problem));
    }
}
