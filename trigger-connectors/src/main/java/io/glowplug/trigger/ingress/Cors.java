// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.registry.Violations;
import io.glowplug.trigger.HeaderField;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told about requests from other origins (https://fetch.spec.whatwg.org/#http-cors-protocol). The
 * platform says it; what functions say of it is left out.
 *
 * @param allowOrigins origins such as {@code https://app.example}, or {@code *} alone
 * @param allowMethods methods, or {@code *}
 * @param allowHeaders headers of requests, or {@code *}
 * @param exposeHeaders headers of answers that scripts may read
 * @param allowCredentials whether cookies and the like go along; not with the origin {@code *}
 * @param maxAgeSeconds how long browsers remember it, at most a day
 */
public record Cors(
        List<String> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        boolean allowCredentials,
        int maxAgeSeconds) {

    private static final String EVERY = "*";
    private static final int LONGEST = 86_400;

    private static final Set<String> HEADERS = Set.of(
            "access-control-allow-origin",
            "access-control-allow-methods",
            "access-control-allow-headers",
            "access-control-expose-headers",
            "access-control-allow-credentials",
            "access-control-max-age");

    /** Makes it of settings, whose fields are below {@code field}. */
    public static Cors of(
            String field,
            @Nullable List<String> allowOrigins,
            @Nullable List<String> allowMethods,
            @Nullable List<String> allowHeaders,
            @Nullable List<String> exposeHeaders,
            @Nullable Boolean allowCredentials,
            @Nullable Integer maxAgeSeconds) {
        List<String> origins = allowOrigins == null ? List.of() : List.copyOf(allowOrigins);
        boolean credentials = Boolean.TRUE.equals(allowCredentials);
        Violations.of()
                .check(!origins.isEmpty(), field + ".allowOrigins", "is required")
                .check(
                        origins.stream().allMatch(Cors::isOrigin) && (origins.size() == 1 || !origins.contains(EVERY)),
                        field + ".allowOrigins",
                        "must be origins such as https://app.example, or * alone")
                .check(
                        !credentials || !origins.contains(EVERY),
                        field + ".allowCredentials",
                        "cannot go with the origin *: every site could act for its visitors")
                .check(isTokens(allowMethods), field + ".allowMethods", "must be methods, or *")
                .check(isTokens(allowHeaders), field + ".allowHeaders", "must be names of headers, or *")
                .check(isTokens(exposeHeaders), field + ".exposeHeaders", "must be names of headers, or *")
                .range(field + ".maxAgeSeconds", maxAgeSeconds == null ? 0 : maxAgeSeconds, 0, LONGEST)
                .refuseIfAny();
        return new Cors(
                origins,
                allowMethods == null ? List.of(EVERY) : List.copyOf(allowMethods),
                allowHeaders == null ? List.of(EVERY) : List.copyOf(allowHeaders),
                exposeHeaders == null ? List.of() : List.copyOf(exposeHeaders),
                credentials,
                maxAgeSeconds == null ? 0 : maxAgeSeconds);
    }

    static boolean isCorsHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The headers of an answer to a request from that origin; without an origin there is nothing to say. */
    List<HeaderField> onAnswer(@Nullable String origin) {
        List<HeaderField> headers = new ArrayList<>();
        if (!allowOrigins.contains(EVERY)) {
            headers.add(new HeaderField("Vary", "Origin"));
        }
        if (origin == null || !allows(origin)) {
            return headers;
        }
        headers.add(new HeaderField("Access-Control-Allow-Origin", allowOrigins.contains(EVERY) ? EVERY : origin));
        if (allowCredentials) {
            headers.add(new HeaderField("Access-Control-Allow-Credentials", "true"));
        }
        if (!exposeHeaders.isEmpty()) {
            headers.add(new HeaderField("Access-Control-Expose-Headers", String.join(", ", exposeHeaders)));
        }
        return headers;
    }

    /** The headers of the answer to a preflight for that method and those headers. */
    List<HeaderField> onPreflight(@Nullable String origin, String method, @Nullable String askedHeaders) {
        List<HeaderField> headers = new ArrayList<>(onAnswer(origin));
        if (origin == null || !allows(origin)) {
            return headers;
        }
        headers.removeIf(header -> header.is("Access-Control-Expose-Headers"));
        if (allowMethods.contains(EVERY)) {
            headers.add(new HeaderField("Access-Control-Allow-Methods", method));
        } else {
            headers.add(new HeaderField("Access-Control-Allow-Methods", String.join(", ", allowMethods)));
        }
        // A star does not stand for everything where credentials go along, so what was asked for is said.
        String allowed = !allowHeaders.contains(EVERY) ? String.join(", ", allowHeaders) : askedHeaders;
        if (allowed != null && !allowed.isEmpty() && isHeaderList(allowed)) {
            headers.add(new HeaderField("Access-Control-Allow-Headers", allowed));
        }
        if (maxAgeSeconds > 0) {
            headers.add(new HeaderField("Access-Control-Max-Age", Integer.toString(maxAgeSeconds)));
        }
        return headers;
    }

    private boolean allows(String origin) {
        return allowOrigins.contains(EVERY) || allowOrigins.contains(origin);
    }

    private static boolean isHeaderList(String text) {
        return text.chars().allMatch(letter -> letter == ' ' || letter == ',' || HeaderRules.isTokenLetter(letter));
    }

    private static boolean isTokens(@Nullable List<String> tokens) {
        return tokens == null || tokens.stream().allMatch(HeaderRules::isToken);
    }

    private static boolean isOrigin(String text) {
        if (text.equals(EVERY) || text.equals("null")) {
            return text.equals(EVERY);
        }
        try {
            URI uri = URI.create(text);
            return uri.getScheme() != null
                    && uri.getRawAuthority() != null
                    && uri.getRawUserInfo() == null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && text.equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
