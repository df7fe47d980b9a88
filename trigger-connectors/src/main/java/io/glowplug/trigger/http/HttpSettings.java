// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.TriggerSettings;
import io.glowplug.trigger.ingress.Endpoint;
import io.glowplug.trigger.ingress.PayloadFormat;
import io.glowplug.trigger.ingress.RoutePattern;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a trigger takes requests. Instances are valid; docs/triggers/http.md explains each.
 *
 * @param route method and path, or null for a function URL
 * @param functionUrl whether it is the function's URL
 * @param host the one host that the route is for, or null
 * @param answer whether callers wait for the function
 * @param payloadFormat 2.0 or 1.0
 * @param maxBodyBytes largest body
 * @param timeoutSeconds how long a caller waits for an answer to begin, or null for as long as the function may take
 * @param idempotencyTtlSeconds how long an Idempotency-Key is remembered
 */
record HttpSettings(
        @Nullable String route,
        boolean functionUrl,
        @Nullable String host,
        Answer answer,
        String payloadFormat,
        AuthSettings auth,
        @Nullable CorsSettings cors,
        @Nullable ThrottleSettings throttle,
        int maxBodyBytes,
        @Nullable Integer timeoutSeconds,
        int idempotencyTtlSeconds)
        implements TriggerSettings {

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62})){0,20}");
    private static final int LONGEST_TIMEOUT = 900;

    /** When a caller is answered. */
    enum Answer {
        /** With what the function returns. */
        SYNC,
        /** With 202, once the event is stored. */
        ASYNC;

        int mostBytes() {
            return switch (this) {
                case SYNC -> Payload.MAX_SYNC_BYTES;
                case ASYNC -> Payload.MAX_ASYNC_BYTES;
            };
        }
    }

    @JsonCreator
    static HttpSettings read(
            @JsonPropertyDescription("Method and path, such as GET /orders/{id}; or a function URL") @Nullable
                    String route,
            @JsonPropertyDescription("Whether it is the function's URL, instead of a route") @Nullable
                    Boolean functionUrl,
            @JsonPropertyDescription("The one host that the route is for; any if left out") @Nullable String host,
            @JsonProperty(defaultValue = "sync")
                    @JsonPropertyDescription(
                            "Whether callers wait for the function, or are answered 202 once the event is stored")
                    @Nullable
                    Answer answer,
            @JsonPropertyDescription("What the function gets: 2.0 or 1.0, as on AWS API Gateway") @Nullable
                    String payloadFormat,
            @JsonPropertyDescription("Who may call; everybody if left out") @Nullable AuthSettings auth,
            @JsonPropertyDescription("Which other sites' pages may call") @Nullable CorsSettings cors,
            @JsonPropertyDescription("How many calls are let through") @Nullable ThrottleSettings throttle,
            @JsonPropertyDescription("Largest body, in bytes") @Nullable Integer maxBodyBytes,
            @JsonPropertyDescription("How long a caller waits for an answer to begin, in seconds; with sync only")
                    @Nullable
                    Integer timeoutSeconds,
            @JsonPropertyDescription("How long an Idempotency-Key is remembered, in seconds") @Nullable
                    Integer idempotencyTtlSeconds) {
        boolean url = Boolean.TRUE.equals(functionUrl);
        Answer when = answer == null ? Answer.SYNC : answer;
        int largest = maxBodyBytes == null ? when.mostBytes() : maxBodyBytes;
        int ttl = idempotencyTtlSeconds == null ? IdempotencyRule.DEFAULT_TTL_SECONDS : idempotencyTtlSeconds;
        String onlyHost = host == null ? null : host.toLowerCase(Locale.ROOT);
        Violations.of()
                .check(url != (route != null), "route", "or functionUrl is required, and not both")
                .check(!url || host == null, "host", "does not apply to a function URL, which has hosts of its own")
                .check(
                        onlyHost == null || HOST.matcher(onlyHost).matches(),
                        "host",
                        "must be a host name, without a port")
                .range("maxBodyBytes", largest, 1, when.mostBytes())
                .range("timeoutSeconds", timeoutSeconds == null ? 1 : timeoutSeconds, 1, LONGEST_TIMEOUT)
                .check(
                        timeoutSeconds == null || when == Answer.SYNC,
                        "timeoutSeconds",
                        "applies only when answer is sync")
                .range("idempotencyTtlSeconds", ttl, 1, IdempotencyRule.LONGEST_TTL_SECONDS)
                .refuseIfAny();
        RoutePattern pattern = route == null ? null : RoutePattern.parse("route", route);
        refuseReserved(pattern);
        return new HttpSettings(
                pattern == null ? null : pattern.text(),
                url,
                onlyHost,
                when,
                PayloadFormat.of("payloadFormat", payloadFormat).label(),
                auth == null ? AuthSettings.NONE : auth,
                cors,
                throttle,
                largest,
                timeoutSeconds,
                ttl);
    }

    private static void refuseReserved(@Nullable RoutePattern pattern) {
        if (pattern != null && (pattern.path().equals("/fn") || pattern.path().startsWith("/fn/"))) {
            throw RefusedException.invalid("route", "must not begin with /fn/, which is where function URLs are");
        }
    }

    Endpoint endpoint(String functionName) {
        return functionUrl
                ? new Endpoint.OfFunction(functionName)
                : new Endpoint.OfRoute(host, RoutePattern.parse("route", Objects.requireNonNull(route)));
    }

    PayloadFormat format() {
        return PayloadFormat.of("payloadFormat", payloadFormat);
    }

    @Override
    public Object source() {
        return List.of(String.valueOf(route), functionUrl, String.valueOf(host), answer);
    }
}
