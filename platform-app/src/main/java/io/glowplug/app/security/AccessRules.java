// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Which role a request needs. Whatever is not named here needs one too. */
final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Returns the least role for the request, or empty where nobody has to say who they are. */
    static Optional<Role> requiredFor(String method, String path) {
        if (isOrIsUnder(path, "/actuator/health") || isOfConsole(method, path) || isSignIn(method, path)) {
            return Optional.empty();
        }
        if (isOrIsUnder(path, "/api/v1/access-keys") || isOrIsUnder(path, "/api/v1/audit-log")) {
            return Optional.of(Role.ADMINISTRATOR);
        }
        if (READING.contains(method) || path.equals("/api/v1/tokens") || path.equals("/api/v1/session")) {
            return Optional.of(Role.VIEWER);
        }
        if (isOrIsUnder(path, "/api/v1/nodes")) {
            return Optional.of(Role.ADMINISTRATOR);
        }
        return Optional.of(path.startsWith("/api/v1/") ? Role.DEVELOPER : Role.ADMINISTRATOR);
    }

    /** The console's own files hold nothing secret, and the page to sign in is one of them. */
    private static boolean isOfConsole(String method, String path) {
        return READING.contains(method) && !isOrIsUnder(path, "/api") && !isOrIsUnder(path, "/actuator");
    }

    private static boolean isSignIn(String method, String path) {
        return method.equals("POST") && path.equals("/api/v1/session");
    }

    private static boolean isOrIsUnder(String path, String resource) {
        return path.startsWith(resource)
                && (path.length() == resource.length() || path.charAt(resource.length()) == '/');
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        boolean granted = requiredFor(request.getMethod(), request.getServletPath())
                .map(required -> authentication.get() instanceof Caller caller
                        && caller.role().includes(required))
                .orElse(true);
        return new AuthorizationDecision(granted);
    }
}
