// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes a request the event that a function of AWS Lambda gets from API Gateway or its function URL, in the payload
 * format 2.0 or 1.0. In 2.0 what is absent is left out, in 1.0 it is null.
 */
public final class ProxyEventMapper {

    private static final String STAGE = "$default";
    private static final String ANONYMOUS = "anonymous";
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final List<String> UNKNOWN_IDENTITY = List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userArn");

    private ProxyEventMapper() {}

    /** Returns the event as JSON in UTF-8. */
    public static byte[] event(PayloadFormat format, RequestEvent request) {
        return write(format, request, false);
    }

    /** Returns the document that filters see: the event, in which a body that is JSON is a value and not a text. */
    public static String filterDocument(PayloadFormat format, RequestEvent request) {
        return new String(write(format, request, true), StandardCharsets.UTF_8);
    }

    private static byte[] write(PayloadFormat format, RequestEvent request, boolean bodyAsValue) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + request.body().length * 4 / 3);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            switch (format) {
                case V1 -> writeV1(json, request);
                case V2 -> writeV2(json, request);
            }
            writeBody(json, format, request, bodyAsValue);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeV2(JsonGenerator json, RequestEvent request) {
        String query = request.exchange().query();
        json.writeStringProperty("version", "2.0");
        json.writeStringProperty("routeKey", request.route().routeKey());
        json.writeStringProperty("rawPath", request.route().path());
        json.writeStringProperty("rawQueryString", query == null ? "" : query);
        List<String> cookies = cookies(request.headers());
        if (!cookies.isEmpty()) {
            json.writeArrayPropertyStart("cookies");
            cookies.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeObjectPropertyStart("headers");
        joined(request.headers()).forEach(json::writeStringProperty);
        json.writeEndObject();
        Map<String, List<String>> parameters = parameters(query);
        if (!parameters.isEmpty()) {
            json.writeObjectPropertyStart("queryStringParameters");
            parameters.forEach((name, values) -> json.writeStringProperty(name, String.join(",", values)));
            json.writeEndObject();
        }
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("accountId", ANONYMOUS);
        json.writeStringProperty("apiId", request.endpointId());
        writeAuthorizerV2(json, request.authorizer());
        json.writeStringProperty("domainName", request.exchange().host());
        json.writeStringProperty("domainPrefix", prefix(request.exchange().host()));
        json.writeObjectPropertyStart("http");
        json.writeStringProperty("method", request.exchange().method());
        json.writeStringProperty("path", request.route().path());
        json.writeStringProperty("protocol", request.exchange().protocol());
        json.writeStringProperty("sourceIp", request.exchange().sourceAddress());
        String agent = request.exchange().header("User-Agent");
        if (agent != null) {
            json.writeStringProperty("userAgent", agent);
        }
        json.writeEndObject();
        json.writeStringProperty("requestId", request.requestId());
        json.writeStringProperty("routeKey", request.route().routeKey());
        json.writeStringProperty("stage", STAGE);
        json.writeStringProperty("time", LOG_TIME.format(request.at()));
        json.writeNumberProperty("timeEpoch", request.at().toEpochMilli());
        json.writeEndObject();
        Map<String, String> path = request.route().pathParameters();
        if (!path.isEmpty()) {
            json.writeObjectPropertyStart("pathParameters");
            path.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private static void writeAuthorizerV2(JsonGenerator json, Authorizer authorizer) {
        switch (authorizer) {
            case Authorizer.Nobody _ -> {}
            case Authorizer.ApiKey key -> {
                json.writeObjectPropertyStart("authorizer");
                json.writeObjectPropertyStart("apiKey");
                json.writeStringProperty("id", key.id());
                json.writeStringProperty("name", key.name());
                json.writeEndObject();
                json.writeEndObject();
            }
            case Authorizer.Jwt jwt -> {
                json.writeObjectPropertyStart("authorizer");
                json.writeObjectPropertyStart("jwt");
                writeClaims(json, jwt);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private static void writeClaims(JsonGenerator json, Authorizer.Jwt jwt) {
        json.writeObjectPropertyStart("claims");
        jwt.claims().forEach(json::writeStringProperty);
        json.writeEndObject();
        List<String> scopes = jwt.scopes();
        if (scopes == null) {
            json.writeNullProperty("scopes");
        } else {
            json.writeArrayPropertyStart("scopes");
            scopes.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static void writeV1(JsonGenerator json, RequestEvent request) {
        json.writeStringProperty("version", "1.0");
        json.writeStringProperty("resource", request.route().resource());
        json.writeStringProperty("path", request.route().path());
        json.writeStringProperty("httpMethod", request.exchange().method());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Map<String, String> spelling = new LinkedHashMap<>();
        for (HeaderField field : request.headers()) {
            String name = spelling.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> field.name());
            headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(field.value());
        }
        writeValues(json, "headers", "multiValueHeaders", headers);
        writeValues(
                json,
                "queryStringParameters",
                "multiValueQueryStringParameters",
                parameters(request.exchange().query()));
        Map<String, String> path = request.route().pathParameters();
        if (path.isEmpty()) {
            json.writeNullProperty("pathParameters");
        } else {
            json.writeObjectPropertyStart("pathParameters");
            path.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeNullProperty("stageVariables");
        writeContextV1(json, request);
    }

    private static void writeContextV1(JsonGenerator json, RequestEvent request) {
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("accountId", ANONYMOUS);
        json.writeStringProperty("apiId", request.endpointId());
        if (request.authorizer() instanceof Authorizer.Jwt jwt) {
            json.writeObjectPropertyStart("authorizer");
            writeClaims(json, jwt);
            json.writeEndObject();
        } else {
            json.writeNullProperty("authorizer");
        }
        json.writeStringProperty("domainName", request.exchange().host());
        json.writeStringProperty("domainPrefix", prefix(request.exchange().host()));
        json.writeStringProperty("extendedRequestId", request.requestId());
        json.writeStringProperty("httpMethod", request.exchange().method());
        json.writeObjectPropertyStart("identity");
        UNKNOWN_IDENTITY.forEach(json::writeNullProperty);
        if (request.authorizer() instanceof Authorizer.ApiKey key) {
            json.writeStringProperty("apiKeyId", key.id());
        }
        json.writeNullProperty("clientCert");
        json.writeStringProperty("sourceIp", request.exchange().sourceAddress());
        writeNullable(json, "userAgent", request.exchange().header("User-Agent"));
        json.writeEndObject();
        json.writeStringProperty("path", request.exchange().path());
        json.writeStringProperty("protocol", request.exchange().protocol());
        json.writeStringProperty("requestId", request.requestId());
        json.writeStringProperty("requestTime", LOG_TIME.format(request.at()));
        json.writeNumberProperty("requestTimeEpoch", request.at().toEpochMilli());
        json.writeNullProperty("resourceId");
        json.writeStringProperty("resourcePath", request.route().resource());
        json.writeStringProperty("stage", STAGE);
        json.writeEndObject();
    }

    /** The map of single values keeps the last one of each name. */
    private static void writeValues(
            JsonGenerator json, String single, String multiple, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            json.writeNullProperty(single);
            json.writeNullProperty(multiple);
            return;
        }
        json.writeObjectPropertyStart(single);
        values.forEach((name, each) -> json.writeStringProperty(name, each.getLast()));
        json.writeEndObject();
        json.writeObjectPropertyStart(multiple);
        values.forEach((name, each) -> {
            json.writeArrayPropertyStart(name);
            each.forEach(json::writeString);
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    private static void writeBody(JsonGenerator json, PayloadFormat format, RequestEvent request, boolean bodyAsValue) {
        byte[] body = request.body();
        if (body.length == 0) {
            if (format == PayloadFormat.V1) {
                json.writeNullProperty("body");
            }
            json.writeBooleanProperty("isBase64Encoded", false);
            return;
        }
        String text = TextBodies.isText(request.headers()) ? decode(body) : null;
        if (text != null) {
            json.writeName("body");
            if (bodyAsValue && JsonBodies.isJson(body)) {
                json.writeRawValue(text);
            } else {
                json.writeString(text);
            }
        } else {
            json.writeName("body");
            json.writeBinary(body);
        }
        json.writeBooleanProperty("isBase64Encoded", text == null);
    }

    private static @Nullable String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void writeNullable(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    private static Map<String, String> joined(List<HeaderField> headers) {
        Map<String, String> joined = new LinkedHashMap<>();
        for (HeaderField field : headers) {
            if (!field.is("cookie")) {
                joined.merge(field.name().toLowerCase(Locale.ROOT), field.value(), (one, next) -> one + "," + next);
            }
        }
        return joined;
    }

    private static List<String> cookies(List<HeaderField> headers) {
        List<String> cookies = new ArrayList<>();
        for (HeaderField field : headers) {
            if (field.is("cookie")) {
                for (String cookie : field.value().split(";", -1)) {
                    if (!cookie.isBlank()) {
                        cookies.add(cookie.strip());
                    }
                }
            }
        }
        return cookies;
    }

    private static Map<String, List<String>> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = RoutePath.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : RoutePath.decode(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return parameters;
    }

    private static String prefix(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
