// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request go on as its caller, and refuses credentials that prove nobody. */
final class CredentialsFilter extends OncePerRequestFilter {

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
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller.get());
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
