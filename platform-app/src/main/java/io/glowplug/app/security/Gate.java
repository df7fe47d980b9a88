// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Answers by the same credentials and rules as the filter chain, for paths on which the chain itself costs too much. */
@Component
public class Gate {

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
                    + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Credentials credentials;

    Gate(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Says whether the request comes from somebody who may make it. A request that is not admitted here goes on to the
     * filter chain, which refuses it in due form.
     */
    public boolean admits(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return false;
        }
        Optional<Role> required = AccessRules.requiredFor(request.getMethod(), request.getRequestURI());
        return required.isPresent()
                && credentials
                        .identify(header)
                        .filter(caller -> caller.role().includes(required.get()))
                        .isPresent();
    }

    /** Sets the chain's headers on an answer that is data: no browser shall take it for a page, nor any cache keep it. */
    public void protect(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
