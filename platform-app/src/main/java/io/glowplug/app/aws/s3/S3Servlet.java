// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.gaul.s3proxy.S3ErrorCode;
import org.springframework.util.function.SingletonSupplier;

/** Takes every request. What it needs is made for the first one, so that a platform without objects does not wait for it. */
final class S3Servlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1;

    /** S3Proxy would tell there what it is, without asking who wants to know. */
    private static final String STATUS_PAGE = "/healthz";

    private final transient Supplier<S3Handler> handler;
    private final transient BodyBudget budget = new BodyBudget();
    private final transient Phaser running = new Phaser(1);

    S3Servlet(Supplier<S3Handler> handler) {
        this.handler = SingletonSupplier.of(handler);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        running.register();
        S3Request.enter(request, response);
        try {
            if (request.getRequestURI().equals(STATUS_PAGE)) {
                handler.get().answer(request, response, S3ErrorCode.ACCESS_DENIED, "There is nothing to see here.");
                return;
            }
            int held = budget.take(request);
            try {
                handler.get().handle(request, response);
            } finally {
                budget.giveBack(held);
            }
        } finally {
            S3Request.leave();
            running.arriveAndDeregister();
        }
    }

    /** Waits until no request is running, but no longer than that. */
    void awaitIdle(long time, TimeUnit unit) {
        int phase = running.arrive();
        try {
            running.awaitAdvanceInterruptibly(phase, time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException stillRunning) {
            log("requests that are still running are cut off");
        }
    }
}
