// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import io.glowplug.trigger.Ingress;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.catalina.connector.ClientAbortException;

/** Every request of the port, whatever its method. */
final class IngressServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Ingress ingress;
    private final transient ForwardedFor senders;
    private final AtomicInteger active = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final transient Condition idle = lock.newCondition();

    IngressServlet(Ingress ingress, ForwardedFor senders) {
        this.ingress = ingress;
        this.senders = senders;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        active.incrementAndGet();
        try {
            ingress.answer(new ServletExchange(request, response, senders.of(request)));
        } catch (SocketTimeoutException slow) {
            if (response.isCommitted()) {
                throw new ClientAbortException(slow);
            }
            response.sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
        } catch (IOException brokenOff) {
            // For this one the server cuts the connection, so that nothing looks whole, without a stack trace in its
            // log.
            throw new ClientAbortException(brokenOff);
        } finally {
            if (active.decrementAndGet() == 0) {
                signalIdle();
            }
        }
    }

    private void signalIdle() {
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no request is being answered, and says whether that came about in time. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (active.get() > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return active.get() == 0;
        } finally {
            lock.unlock();
        }
    }
}
