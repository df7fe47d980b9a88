// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who is asking, by HTTP Basic with an access key or by a bearer token made from one. */
final class CredentialsFilter extends OncePerRequestFilter {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final AccessKeyRing ring;
    private final AccessTokens tokens;
    private final RefusedLogins refusedLogins;

    CredentialsFilter(AccessKeyRing ring, AccessTokens tokens, RefusedLogins refusedLogins) {
        this.ring = ring;
        this.tokens = tokens;
        this.refusedLogins = refusedLogins;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller = identify(header);
        if (caller.isEmpty()) {
            refusedLogins.note(request);
            SecurityProblems.unauthorized(
                    request, response, "The access key, its secret or the token is wrong, or the key is disabled.");
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller.get());
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private Optional<Caller> identify(String header) {
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return byAccessKey(header.substring(BASIC.length()).strip());
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.accessKeyOf(header.substring(BEARER.length()).strip())
                    .flatMap(id -> ring.roleOf(id).map(role -> new Caller(id, role, true)));
        }
        return Optional.empty();
    }

    private Optional<Caller> byAccessKey(String encoded) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (int i = 0; i < pair.length; i++) {
            if (pair[i] == ':') {
                String id = new String(pair, 0, i, StandardCharsets.UTF_8);
                return ring.verify(id, Arrays.copyOfRange(pair, i + 1, pair.length))
                        .map(role -> new Caller(id, role, false));
            }
        }
        return Optional.empty();
    }
}
