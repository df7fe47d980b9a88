// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.telemetry.SubscriptionRequest;
import io.glowplug.runtime.telemetry.TelemetryApi;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request of an extension, or of the program that looks after them:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
final class ExtensionExchange {

    private static final String ROOT = "/2020-01-01/extension/";
    private static final String ENDED = "/glowplug/ended";
    private static final String TELEMETRY = "/2022-07-01/telemetry";
    private static final String LOGS = "/2020-08-15/logs";
    private static final String DELIVERY = "/glowplug/delivery";
    private static final int MOST_BODY_BYTES = 64 * 1024;
    private static final Set<String> OTHERS = Set.of(ENDED, DELIVERY, TELEMETRY, LOGS);
    private static final ObjectReader WANTED = JsonMapper.builder().build().readerFor(Wanted.class);

    final boolean keepAlive;
    private final HttpRequest request;
    private final String path;
    private final Extensions extensions;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean tooLarge;

    /** What an extension registers for; the name is the wire's. */
    private record Wanted(@Nullable List<String> events) {}

    private ExtensionExchange(HttpRequest request, String path, Extensions extensions) {
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.request = request;
        this.path = path;
        this.extensions = extensions;
    }

    /** Returns null for a request that is about something else. */
    static @Nullable ExtensionExchange of(HttpRequest request, Extensions extensions) {
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        return path.startsWith(ROOT) || OTHERS.contains(path) ? new ExtensionExchange(request, path, extensions) : null;
    }

    void append(ByteBuf content) {
        tooLarge |= body.size() + (long) content.readableBytes() > MOST_BODY_BYTES;
        if (!tooLarge) {
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            body.writeBytes(bytes);
        }
    }

    /** Whether this is no request but the offer of a connection into the environment. */
    boolean offersDelivery() {
        return path.equals(DELIVERY) && extensions.hasTelemetry();
    }

    /** The request is complete. Null when the answer follows, on {@code next}. */
    @Nullable
    FullHttpResponse finish(ExtensionNext next) {
        if (tooLarge) {
            return Responses.refused(Refusal.TOO_LARGE);
        }
        return switch (path) {
            case ROOT + "register" -> only(HttpMethod.POST) ? register() : Responses.refused(Refusal.WRONG_METHOD);
            case ROOT + "event/next" -> only(HttpMethod.GET) ? ask(next) : Responses.refused(Refusal.WRONG_METHOD);
            case ROOT + "init/error" -> fail("Extension.InitError");
            case ROOT + "exit/error" -> fail("Extension.ExitError");
            case ENDED -> ended();
            case TELEMETRY -> subscribe(TelemetryApi.TELEMETRY, "Telemetry API is not supported");
            case LOGS -> subscribe(TelemetryApi.LOGS, "Logs API is not supported");
            default -> Responses.refused(Refusal.UNKNOWN_PATH);
        };
    }

    private boolean only(HttpMethod method) {
        return request.method().equals(method);
    }

    private FullHttpResponse register() {
        String name = request.headers().get("Lambda-Extension-Name");
        if (name == null || name.isEmpty()) {
            return Responses.refused(Refusal.INVALID_EXTENSION_NAME);
        }
        Set<ExtensionEventKind> events = EnumSet.noneOf(ExtensionEventKind.class);
        try {
            Wanted wanted = WANTED.readValue(body.toByteArray());
            for (String event : wanted == null || wanted.events() == null ? List.<String>of() : wanted.events()) {
                events.add(ExtensionEventKind.valueOf(event));
            }
        } catch (JacksonException notJson) {
            return Responses.refused(Refusal.INVALID_FORMAT);
        } catch (IllegalArgumentException unknownEvent) {
            return Responses.refused(Refusal.INVALID_EVENT_TYPE);
        }
        return switch (extensions.register(name, events)) {
            case Extensions.Registration.Taken(UUID id) -> Responses.registered(id, extensions.facts());
            case Extensions.Registration.Refused(Refusal refusal) -> Responses.refused(refusal);
        };
    }

    private @Nullable FullHttpResponse ask(ExtensionNext next) {
        UUID id = id();
        if (id == null) {
            return Responses.refused(refusalOfId());
        }
        Refusal refusal = extensions.ask(id, next);
        return refusal == null ? null : Responses.refused(refusal);
    }

    private FullHttpResponse fail(String errorType) {
        if (!only(HttpMethod.POST)) {
            return Responses.refused(Refusal.WRONG_METHOD);
        }
        UUID id = id();
        if (id == null) {
            return Responses.refused(refusalOfId());
        }
        String reported = request.headers().get("Lambda-Extension-Function-Error-Type");
        if (reported == null) {
            return Responses.refused(Refusal.MISSING_ERROR_TYPE);
        }
        ErrorDocument document = ErrorDocument.sentByProcess(body.toByteArray(), reported);
        String detail = document.errorMessage().isEmpty() ? reported : reported + ": " + document.errorMessage();
        Refusal refusal = extensions.fail(id, errorType, detail);
        return refusal == null ? Responses.accepted() : Responses.refused(refusal);
    }

    private FullHttpResponse subscribe(TelemetryApi api, String unsupported) {
        if (!only(HttpMethod.PUT)) {
            return Responses.refused(Refusal.WRONG_METHOD);
        }
        UUID id = id();
        if (id == null || !extensions.knows(id)) {
            return Responses.refused(id == null ? refusalOfId() : Refusal.UNKNOWN_EXTENSION);
        }
        if (!extensions.hasTelemetry()) {
            return Responses.notSupported(api.notSupported, unsupported);
        }
        return switch (SubscriptionRequest.parse(api, body.toByteArray())) {
            case SubscriptionRequest.Parsed.Invalid(List<String> errors) ->
                Responses.invalid(api.validationError, String.join("; ", errors));
            case SubscriptionRequest.Parsed.Valid(SubscriptionRequest wanted) -> {
                Refusal refusal = extensions.subscribe(id, api, wanted);
                yield refusal == null ? Responses.subscribed() : Responses.refused(refusal);
            }
        };
    }

    /** Only the environment itself can have sent this; a function that makes it up ends itself. */
    private FullHttpResponse ended() {
        try {
            String name = request.headers().get("Glowplug-Name", "");
            int exitCode = Integer.parseInt(request.headers().get("Glowplug-Exit-Code", ""));
            extensions.ended(new String(HexFormat.of().parseHex(name), StandardCharsets.UTF_8), exitCode);
            return Responses.accepted();
        } catch (IllegalArgumentException malformed) {
            return Responses.refused(Refusal.MALFORMED);
        }
    }

    private @Nullable UUID id() {
        String id = request.headers().get("Lambda-Extension-Identifier");
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private Refusal refusalOfId() {
        return request.headers().contains("Lambda-Extension-Identifier")
                ? Refusal.INVALID_EXTENSION_ID
                : Refusal.MISSING_EXTENSION_ID;
    }
}
