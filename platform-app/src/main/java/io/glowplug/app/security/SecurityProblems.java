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
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        Problem.of(HttpStatus.UNAUTHORIZED, "unauthenticated", detail).writeTo(request, response);
    }

    static void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = Caller.current();
        String role =
                caller == null ? "this caller" : "the role " + caller.role().label();
        Problem.of(HttpStatus.FORBIDDEN, "forbidden", role + " does not allow this request")
                .writeTo(request, response);
    }
}
