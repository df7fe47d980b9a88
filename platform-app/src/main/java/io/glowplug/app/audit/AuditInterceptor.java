// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.app.request.RequestIdFilter;
import io.glowplug.app.security.Caller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Writes an entry before each change and its outcome afterwards. */
@Component
class AuditInterceptor implements HandlerInterceptor {

    private static final Logger log = LoggerFactory.getLogger(AuditInterceptor.class);

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String ENTRY = AuditInterceptor.class.getName();
    /** To stay signed in at the console changes nothing that anybody answers for. */
    private static final String CONSOLE_SESSION = "/api/v1/session";

    private static final int MAX_RESOURCE = 1_000;

    private final AuditLogStore store;
    private final InstantSource clock;

    AuditInterceptor(AuditLogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Caller caller = Caller.current();
        if (caller == null || READING.contains(request.getMethod()) || !isAudited(request, handler)) {
            return true;
        }
        AuditEntry entry = entry(request, caller);
        store.begin(entry);
        request.setAttribute(ENTRY, entry.id());
        return true;
    }

    private static boolean isAudited(HttpServletRequest request, Object handler) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                && !request.getRequestURI().equals(CONSOLE_SESSION)
                && handler instanceof HandlerMethod method
                && !method.hasMethodAnnotation(NotAudited.class);
    }

    private AuditEntry entry(HttpServletRequest request, Caller caller) {
        String path = request.getRequestURI();
        return new AuditEntry(
                UuidCreator.getTimeOrderedEpochPlus1(),
                clock.instant(),
                caller.accessKeyId(),
                request.getMethod() + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
                path.length() > MAX_RESOURCE ? path.substring(0, MAX_RESOURCE) : path,
                RequestIdFilter.idOf(request),
                request.getRemoteAddr(),
                null,
                null);
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (!(request.getAttribute(ENTRY) instanceof UUID id)) {
            return;
        }
        int status = failure == null ? response.getStatus() : 500;
        try {
            store.end(id, outcomeOf(status), status);
        } catch (DataAccessException e) {
            log.error("The outcome {} of the audited change {} could not be stored", status, id, e);
        }
    }

    private static String outcomeOf(int status) {
        if (status < 400) {
            return "done";
        }
        return status < 500 ? "refused" : "failed";
    }
}
