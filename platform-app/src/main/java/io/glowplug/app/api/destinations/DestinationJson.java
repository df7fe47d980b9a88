// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.destinations;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.Destination;
import io.glowplug.dispatch.DestinationDraft;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A destination as JSON: {@code {"type": …, what the type needs, "secret": …, "maxRetries": …, …}}. What its type needs
 * is the type's to read.
 */
public final class DestinationJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DestinationJson() {}

    /**
     * Reads what a request says of a destination.
     *
     * @param field how the request calls it
     * @param json null if the request leaves it out; JSON's null removes it
     */
    public static DestinationEdit edit(String field, @Nullable JsonNode json) {
        if (json == null) {
            return new DestinationEdit.Keep();
        }
        return json.isNull() ? new DestinationEdit.Remove() : new DestinationEdit.Put(field, draft(field, json));
    }

    /** The same for requests that replace: what is left out is to be gone. */
    public static DestinationEdit replacement(String field, @Nullable JsonNode json) {
        return json == null ? new DestinationEdit.Remove() : edit(field, json);
    }

    private static DestinationDraft draft(String field, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw RefusedException.invalid(field, "must be an object, or null for no destination");
        }
        ObjectNode rest = object.deepCopy();
        String type = Fields.required(field + ".type", text(rest, field, "type"));
        String secret = text(rest, field, "secret");
        DeliveryPolicy standard = DeliveryPolicy.DEFAULT;
        int maxRetries = number(rest, field, "maxRetries", standard.maxRetries());
        int minBackoff = number(rest, field, "minBackoffSeconds", standard.minBackoffSeconds());
        int maxBackoff = number(rest, field, "maxBackoffSeconds", Math.max(minBackoff, standard.maxBackoffSeconds()));
        int maxAge = number(rest, field, "maxAgeSeconds", standard.maxAgeSeconds());
        DeliveryPolicy policy =
                Fields.within(field, () -> new DeliveryPolicy(maxRetries, minBackoff, maxBackoff, maxAge));
        return new DestinationDraft(type, rest.toString(), policy, secret == null ? null : new SecretText(secret));
    }

    private static @Nullable String text(ObjectNode object, String field, String name) {
        JsonNode value = object.remove(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw RefusedException.invalid(field + "." + name, "must be a string");
        }
        return value.asString();
    }

    private static int number(ObjectNode object, String field, String name, int standard) {
        JsonNode value = object.remove(name);
        if (value == null || value.isNull()) {
            return standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw RefusedException.invalid(field + "." + name, "must be a whole number");
        }
        return value.asInt();
    }

    /** Writes a destination the way it is read, without its secret; null for none. */
    public static @Nullable JsonNode of(@Nullable Destination destination) {
        if (destination == null) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("type", destination.type());
        json.setAll((ObjectNode) JSON.readTree(destination.settings()));
        DeliveryPolicy policy = destination.policy();
        json.put("maxRetries", policy.maxRetries());
        json.put("minBackoffSeconds", policy.minBackoffSeconds());
        json.put("maxBackoffSeconds", policy.maxBackoffSeconds());
        json.put("maxAgeSeconds", policy.maxAgeSeconds());
        return json;
    }
}
