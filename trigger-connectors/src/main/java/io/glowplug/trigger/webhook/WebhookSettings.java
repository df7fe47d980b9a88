// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a trigger takes notices. Instances are valid; docs/triggers/webhook.md explains each.
 *
 * @param path where they are sent to, or null for {@code /webhooks/} and the trigger's name
 * @param host the one host that they are sent to, or null for any
 * @param payloadFormat 2.0, 1.0 or {@code body}
 */
record WebhookSettings(
        @Nullable String path,
        @Nullable String host,
        SignatureSettings signature,
        String payloadFormat,
        int maxBodyBytes,
        int idempotencyTtlSeconds)
        implements TriggerSettings {

    static final String BODY = "body";

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62})){0,20}");

    @JsonCreator
    static WebhookSettings read(
            @JsonPropertyDescription("Where notices are sent to; /webhooks/ and the trigger's name if left out")
                    @Nullable
                    String path,
            @JsonPropertyDescription("The one host that they are sent to; any if left out") @Nullable String host,
            @JsonProperty(required = true) @JsonPropertyDescription("How the sender signs") @Nullable
                    SignatureSettings signature,
            @JsonPropertyDescription("2.0, 1.0, or body for the body alone") @Nullable String payloadFormat,
            @JsonPropertyDescription("Largest body, in bytes") @Nullable Integer maxBodyBytes,
            @JsonPropertyDescription("How long a delivery's id is remembered, in seconds") @Nullable
                    Integer idempotencyTtlSeconds) {
        String onlyHost = host == null ? null : host.toLowerCase(Locale.ROOT);
        int largest = maxBodyBytes == null ? Payload.MAX_ASYNC_BYTES : maxBodyBytes;
        int ttl = idempotencyTtlSeconds == null ? IdempotencyRule.DEFAULT_TTL_SECONDS : idempotencyTtlSeconds;
        Violations.of()
                .check(
                        signature != null,
                        "signature",
                        "is required: how the sender signs, such as {\"scheme\":\"github\"}")
                .check(
                        onlyHost == null || HOST.matcher(onlyHost).matches(),
                        "host",
                        "must be a host name, without a port")
                .check(
                        path == null || (!path.contains("{") && !path.equals("/fn") && !path.startsWith("/fn/")),
                        "path",
                        "must be literal, and not below /fn/, which is where function URLs are")
                .range("maxBodyBytes", largest, 1, Payload.MAX_ASYNC_BYTES)
                .range("idempotencyTtlSeconds", ttl, 1, IdempotencyRule.LONGEST_TTL_SECONDS)
                .refuseIfAny();
        if (path != null) {
            RoutePattern.parse("path", "POST " + path);
        }
        boolean bare = BODY.equals(payloadFormat);
        if (signature == null) {
            throw RefusedException.invalid("signature", "is required");
        }
        return new WebhookSettings(
                path,
                onlyHost,
                signature,
                bare ? BODY : PayloadFormat.of("payloadFormat", payloadFormat).label(),
                largest,
                ttl);
    }

    Endpoint endpoint(String triggerName) {
        String where = path == null ? "/webhooks/" + triggerName : path;
        return new Endpoint.OfRoute(host, RoutePattern.parse("path", "POST " + where));
    }

    /** Whether the function gets the notice's body and nothing around it. */
    boolean bodyOnly() {
        return payloadFormat.equals(BODY);
    }

    PayloadFormat format() {
        return bodyOnly() ? PayloadFormat.V2 : PayloadFormat.of("payloadFormat", payloadFormat);
    }

    @Override
    public Object source() {
        return List.of(String.valueOf(path), String.valueOf(host));
    }
}
