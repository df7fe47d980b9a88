// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** The cookie that carries a console session: out of reach of scripts, and sent by no other site's pages. */
final class SessionCookie {

    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String NAME = "glowplug-session";

    private SessionCookie() {}

    static @Nullable String of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /** Makes the cookie of a session; it ends with the browser, if not before. */
    static String setting(String token, HttpServletRequest request) {
        return cookie(token, request).build().toString();
    }

    static String clearing(HttpServletRequest request) {
        return cookie("", request).maxAge(Duration.ZERO).build().toString();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String value, HttpServletRequest request) {
        return ResponseCookie.from(NAME, value)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict");
    }
}
