// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Answers for requests that are not let in. */
final class SecurityProblems {

    private static final String CHALLENGE = "Basic realm=\"glowplug\", charset=\"UTF-8\", Bearer realm=\"glowplug\"";

    private SecurityProblems() {}

    static void unauthorized(HttpServletRequest request, HttpServletResponse response, String detail)
            throws IOException {
        // To a challenge that a browser knows it would answer with a dialog of its own, over the console's page.
        boolean atConsole = "glowplug-console".equals(request.getHeader("X-Requested-With"));
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, atConsole ? "Session realm=\"glowplug\"" : CHALLENGE);
        Problem.of(HttpStatus.UNAUTHORIZED, "unauthenticated", detail).writeTo(request, response);
    }

    static void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = Caller.current();
        String role =
                caller == null ? "this caller" : "the role " + caller.role().label();
        Problem.of(HttpStatus.FORBIDDEN, "forbidden", role + " does not allow this request")
                .writeTo(request, response);
    }

    static void foreignPage(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem.of(
                        HttpStatus.FORBIDDEN,
                        "csrf",
                        "The header " + SessionCookie.CSRF_HEADER + " must be the csrfToken of the session.")
                .writeTo(request, response);
    }
}
