// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.Violations;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where another store is, and how it is asked. Instances are valid; docs/triggers/object.md explains each.
 *
 * @param endpoint such as {@code https://s3.example.org:9000}, or null for Amazon's own
 * @param accessKeyId null to ask without credentials
 * @param secretAccessKey given exactly when the access key is
 * @param existing what becomes of objects that were there before the trigger
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExternalStore(
        @Nullable String endpoint,
        String region,
        boolean pathStyle,
        @Nullable String accessKeyId,
        @Nullable SealedKey secretAccessKey,
        int intervalSeconds,
        Existing existing) {

    private static final int DEFAULT_INTERVAL = 60;
    private static final int LONGEST_INTERVAL = 24 * 60 * 60;

    /** What becomes of objects that were there before the trigger. */
    public enum Existing {
        SKIP,
        EMIT
    }

    @JsonCreator
    static ExternalStore read(
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable Boolean pathStyle,
            @Nullable String accessKeyId,
            @Nullable SealedKey secretAccessKey,
            @Nullable Integer intervalSeconds,
            @Nullable Existing existing) {
        int interval = Optional.ofNullable(intervalSeconds).orElse(DEFAULT_INTERVAL);
        Violations.of()
                .check(
                        endpoint == null || isEndpoint(endpoint),
                        "external.endpoint",
                        "must be http:// or https:// with a host, perhaps a port, and nothing else")
                .check(endpoint != null || region != null, "external.region", "is required without an endpoint")
                .check(
                        region == null || region.matches("[a-z0-9-]{1,64}"),
                        "external.region",
                        "must be the name of a region, such as eu-central-1")
                .range("external.intervalSeconds", interval, 1, LONGEST_INTERVAL)
                .check(
                        accessKeyId != null || secretAccessKey == null,
                        "external.accessKeyId",
                        "is required with a secretAccessKey")
                .refuseIfAny();
        return new ExternalStore(
                endpoint,
                region == null ? "us-east-1" : region,
                pathStyle == null ? endpoint != null : pathStyle,
                accessKeyId,
                secretAccessKey,
                interval,
                existing == null ? Existing.SKIP : existing);
    }

    /** The same with another secret. */
    public ExternalStore with(@Nullable SealedKey secret) {
        return new ExternalStore(endpoint, region, pathStyle, accessKeyId, secret, intervalSeconds, existing);
    }

    /** Whether a stored secret may go on serving: it is sent nowhere else, and for nobody else. */
    boolean sendsSecretLike(ExternalStore other) {
        return Objects.equals(endpoint, other.endpoint) && Objects.equals(accessKeyId, other.accessKeyId);
    }

    private static boolean isEndpoint(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
