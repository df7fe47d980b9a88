// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import io.glowplug.runtime.telemetry.SubscriptionRequest.Parsed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one subscription, and says everything that is wrong with it at once. */
final class SubscriptionParser {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> HOSTS = Set.of("sandbox.localdomain", "sandbox", "sandbox.local");

    /** Here the environment itself serves the Runtime API. */
    private static final int RUNTIME_API_PORT = 9001;

    private final TelemetryApi api;
    private final List<String> errors = new ArrayList<>();

    SubscriptionParser(TelemetryApi api) {
        this.api = api;
    }

    Parsed parse(byte[] body) {
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JacksonException notJson) {
            return new Parsed.Invalid(List.of("the body is not JSON"));
        }
        if (!document.isObject()) {
            return new Parsed.Invalid(List.of("the body is not a JSON object"));
        }
        String version = schemaVersion(document.path("schemaVersion"));
        Set<TelemetryKind> types = types(document.path("types"));
        Buffering buffering = buffering(document.path("buffering"));
        Destination destination = destination(document.path("destination"));
        return errors.isEmpty() && destination != null
                ? new Parsed.Valid(
                        new SubscriptionRequest(new EventSchema(api, version), types, buffering, destination))
                : new Parsed.Invalid(List.copyOf(errors));
    }

    /** The Logs API had no versions at first. */
    private String schemaVersion(JsonNode node) {
        if (node.isMissingNode() && api == TelemetryApi.LOGS) {
            return api.schemaVersions().getFirst();
        }
        String version = node.isString() ? node.stringValue() : "";
        if (!api.schemaVersions().contains(version)) {
            errors.add("schemaVersion should be one of " + String.join(", ", api.schemaVersions()));
        }
        return version;
    }

    private Set<TelemetryKind> types(JsonNode node) {
        Set<TelemetryKind> types = EnumSet.noneOf(TelemetryKind.class);
        boolean known = node.isArray();
        for (JsonNode element : node) {
            TelemetryKind kind = element.isString() ? TelemetryKind.of(element.stringValue()) : null;
            known &= kind != null;
            if (kind != null) {
                types.add(kind);
            }
        }
        if (node.isEmpty()) {
            errors.add("types should not be empty");
        } else if (!known) {
            errors.add("types should be a list of platform, function and extension");
        }
        return types;
    }

    private Buffering buffering(JsonNode node) {
        if (!node.isMissingNode() && !node.isObject() && !node.isNull()) {
            errors.add("buffering should be an object");
        }
        return new Buffering(
                number(node, "maxItems", Buffering.LEAST_ITEMS, Buffering.MOST_ITEMS, Buffering.DEFAULT_ITEMS),
                number(node, "maxBytes", Buffering.LEAST_BYTES, Buffering.MOST_BYTES, Buffering.LEAST_BYTES),
                number(node, "timeoutMs", Buffering.LEAST_MILLIS, Buffering.MOST_MILLIS, Buffering.DEFAULT_MILLIS));
    }

    private int number(JsonNode object, String name, int least, int most, int otherwise) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            errors.add("buffering." + name + " should be an integer from " + least + " to " + most);
            return otherwise;
        }
        return node.intValue();
    }

    private @Nullable Destination destination(JsonNode node) {
        String protocol = text(node, "protocol");
        return switch (protocol) {
            case "HTTP" -> http(node);
            case "TCP" -> {
                JsonNode port = node.path("port");
                yield port.isInt() && isPort(port.intValue(), "destination.port")
                        ? new Destination.Tcp(port.intValue())
                        : portOfUri(node, port);
            }
            default -> {
                errors.add("destination.protocol should be HTTP or TCP");
                yield null;
            }
        };
    }

    private @Nullable Destination portOfUri(JsonNode node, JsonNode port) {
        if (port.isInt()) {
            return null; // has been complained of
        }
        if (!port.isMissingNode() || !node.has("URI")) {
            errors.add("destination.port should be a number");
            return null;
        }
        URI uri = uri(node, "tcp");
        return uri == null ? null : new Destination.Tcp(uri.getPort());
    }

    private @Nullable Destination http(JsonNode node) {
        String method = node.has("method") ? text(node, "method") : "POST";
        if (!method.equals("POST") && !method.equals("PUT")) {
            errors.add("destination.method should be POST or PUT");
        }
        if (node.has("encoding") && !text(node, "encoding").equals("JSON")) {
            errors.add("destination.encoding should be JSON");
        }
        URI uri = uri(node, "http");
        if (uri == null) {
            return null;
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Destination.Http(uri.getPort(), method, uri.getHost() + ":" + uri.getPort(), path + query);
    }

    /** What is returned is ASCII without white space, fit for a request line. */
    private @Nullable URI uri(JsonNode node, String scheme) {
        try {
            URI uri = new URI(new URI(text(node, "URI")).toASCIIString());
            if (!scheme.equals(uri.getScheme()) || uri.getHost() == null || !HOSTS.contains(uri.getHost())) {
                errors.add("destination.URI should begin with " + scheme + "://sandbox.localdomain:");
            } else if (uri.getUserInfo() != null || uri.getFragment() != null) {
                errors.add("destination.URI should have no user and no fragment");
            } else if (uri.getPort() < 0) {
                errors.add("URI port is not provided");
            } else if (isPort(uri.getPort(), "the port of destination.URI")) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            errors.add("destination.URI is not a URI");
        }
        return null;
    }

    private boolean isPort(int port, String what) {
        boolean possible = port > 0 && port <= 65_535 && port != RUNTIME_API_PORT;
        if (!possible) {
            errors.add(what + " should be from 1 to 65535, and not " + RUNTIME_API_PORT);
        }
        return possible;
    }

    private static String text(JsonNode object, String name) {
        JsonNode node = object.path(name);
        return node.isString() ? node.stringValue() : "";
    }
}
