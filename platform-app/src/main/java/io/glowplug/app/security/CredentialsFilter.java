// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.security.Credentials.AtConsole;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request go on as its caller, and refuses credentials that prove nobody. */
final class CredentialsFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Credentials credentials;
    private final RefusedLogins refusedLogins;

    CredentialsFilter(Credentials credentials, RefusedLogins refusedLogins) {
        this.credentials = credentials;
        this.refusedLogins = refusedLogins;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            String cookie = SessionCookie.of(request);
            Optional<AtConsole> signedIn = cookie == null ? Optional.empty() : credentials.atConsole(cookie);
            if (signedIn.isPresent() && !isFromOwnPage(request, signedIn.get().csrfToken())) {
                SecurityProblems.foreignPage(request, response);
                return;
            }
            signedIn.ifPresent(session -> goOnAs(session.caller()));
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller = credentials.identify(header);
        if (caller.isEmpty()) {
            refusedLogins.note(request);
            SecurityProblems.unauthorized(
                    request, response, "The access key, its secret or the token is wrong, or the key is disabled.");
            return;
        }
        goOnAs(caller.get());
        chain.doFilter(request, response);
    }

    /** A browser sends the cookie by itself, so what changes something has to carry what only the console's page knows. */
    private static boolean isFromOwnPage(HttpServletRequest request, String csrfToken) {
        String given = request.getHeader(SessionCookie.CSRF_HEADER);
        return READING.contains(request.getMethod())
                || AccessRules.requiredFor(request.getMethod(), request.getServletPath())
                        .isEmpty()
                || (given != null
                        && MessageDigest.isEqual(
                                csrfToken.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)));
    }

    private static void goOnAs(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
    }
}
