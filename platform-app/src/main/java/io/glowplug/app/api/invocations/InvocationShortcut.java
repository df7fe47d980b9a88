// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.app.security.Gate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a plain invocation straight to {@link InvokeController}. The filter chain and the dispatch by annotations take
 * longer than everything that Glowplug does for an invocation, so what makes most of the requests goes past them; what
 * is not plainly an invocation by somebody who may invoke goes the long way, and is refused there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class InvocationShortcut extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String BEFORE = "/api/v1/functions/";
    private static final String AFTER = "/invocations";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final transient Gate gate;
    private final transient InvokeController controller;
    private final transient InvocationRequestTimes times;
    private final transient HandlerExceptionResolver exceptions;

    InvocationShortcut(
            Gate gate,
            InvokeController controller,
            InvocationRequestTimes times,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver exceptions) {
        this.gate = gate;
        this.controller = controller;
        this.times = times;
        this.exceptions = exceptions;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String function = functionOf(request);
        if (function == null || !gate.admits(request)) {
            chain.doFilter(request, response);
            return;
        }
        long start = System.nanoTime();
        gate.protect(response);
        try {
            write(
                    controller.invoke(
                            function,
                            Collections.list(request.getHeaders("Prefer")),
                            request.getHeader("Idempotency-Key"),
                            request.getHeader("Ordering-Key"),
                            request,
                            response),
                    response);
        } catch (StreamedBody.BrokenOffException brokenOff) {
            // For this one the server cuts the connection without a stack trace in its log.
            throw new ClientAbortException(brokenOff);
        } catch (IOException | RuntimeException failure) {
            if (response.isCommitted() || exceptions.resolveException(request, response, null, failure) == null) {
                throw failure;
            }
        } finally {
            times.record(response.getStatus(), System.nanoTime() - start);
        }
    }

    /** Names whose form is plain are taken as they are; anything else is for the framework to make out. */
    private static @Nullable String functionOf(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!path.startsWith(BEFORE)
                || !path.endsWith(AFTER)
                || !request.getMethod().equals("POST")) {
            return null;
        }
        int end = path.length() - AFTER.length();
        for (int i = BEFORE.length(); i < end; i++) {
            if (!isPlain(path.charAt(i))) {
                return null;
            }
        }
        return end > BEFORE.length() ? path.substring(BEFORE.length(), end) : null;
    }

    private static boolean isPlain(char letter) {
        return letter == '-' || letter == '_' || (letter < 128 && Character.isLetterOrDigit(letter));
    }

    private static void write(@Nullable ResponseEntity<?> answer, HttpServletResponse response) throws IOException {
        if (answer == null) {
            return; // it was streamed
        }
        Object body = answer.getBody();
        byte[] bytes = body instanceof byte[] document ? document : MAPPER.writeValueAsBytes(body);
        response.setStatus(answer.getStatusCode().value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
