// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may call.
 *
 * @param type {@code none}, {@code api-key} or {@code jwt}
 * @param header the header that an API key comes in, with api-key only
 * @param jwksUrl where the keys are that tokens are signed with; this and the rest with jwt only
 * @param issuer the issuer that tokens must have
 * @param audience one of these must be among a token's audiences
 * @param scopes one of these must be among a token's scopes; empty if none is needed
 */
record AuthSettings(
        String type,
        @Nullable String header,
        @Nullable String jwksUrl,
        @Nullable String issuer,
        @Nullable List<String> audience,
        @Nullable List<String> scopes) {

    static final AuthSettings NONE = new AuthSettings("none", null, null, null, null, null);

    private static final String DEFAULT_HEADER = "x-api-key";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Set<String> TAKEN = Set.of("host", "cookie", "content-type", "content-length", "connection");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @JsonCreator
    static AuthSettings read(
            @Nullable String type,
            @Nullable String header,
            @Nullable String jwksUrl,
            @Nullable String issuer,
            @Nullable List<String> audience,
            @Nullable List<String> scopes) {
        boolean jwtSaid = jwksUrl != null || issuer != null || audience != null || scopes != null;
        return switch (type == null ? "" : type) {
            case "none" -> {
                Violations.of()
                        .check(header == null && !jwtSaid, "auth", "has nothing else with the type none")
                        .refuseIfAny();
                yield NONE;
            }
            case "api-key" -> {
                String name = header == null ? DEFAULT_HEADER : header.toLowerCase(Locale.ROOT);
                Violations.of()
                        .check(
                                HEADER.matcher(name).matches() && !TAKEN.contains(name),
                                "auth.header",
                                "must be the name of a header that is for nothing else")
                        .check(!jwtSaid, "auth", "has nothing but a header with the type api-key")
                        .refuseIfAny();
                yield new AuthSettings("api-key", name, null, null, null, null);
            }
            case "jwt" -> {
                Violations.of()
                        .check(header == null, "auth.header", "applies only to the type api-key")
                        .check(isJwksUrl(jwksUrl), "auth.jwksUrl", "must be an https URL (http for this host only)")
                        .check(issuer != null && !issuer.isBlank(), "auth.issuer", "is required")
                        .check(
                                audience != null
                                        && !audience.isEmpty()
                                        && audience.stream().noneMatch(String::isBlank),
                                "auth.audience",
                                "is required: a list of texts")
                        .check(
                                scopes == null
                                        || scopes.stream().noneMatch(scope -> scope.isBlank() || scope.contains(" ")),
                                "auth.scopes",
                                "must be a list of texts without spaces")
                        .refuseIfAny();
                yield new AuthSettings(
                        "jwt",
                        null,
                        jwksUrl,
                        issuer,
                        audience == null ? null : List.copyOf(audience),
                        scopes == null || scopes.isEmpty() ? null : List.copyOf(scopes));
            }
            default -> throw RefusedException.invalid("auth.type", "must be none, api-key or jwt");
        };
    }

    private static boolean isJwksUrl(@Nullable String text) {
        if (text == null) {
            return false;
        }
        try {
            URI uri = URI.create(text);
            String host = uri.getHost();
            return host != null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
