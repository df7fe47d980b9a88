// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import io.glowplug.runtime.FunctionLogSink;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that empties the pipes of all environments, so that no function waits for a reader. */
public final class OutputPoller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutputPoller.class);
    private static final int EVENTS_PER_WAIT = 256;
    private static final int WAIT_MILLIS = 100;

    private final FunctionLogSink sink;
    private final InstantSource clock;
    private final long outputLimitBytes;
    private final Map<Integer, OutputCapture> captures = new ConcurrentHashMap<>();
    private final int epoll;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param outputLimitBytes what one invocation may print; the rest is dropped
     */
    public OutputPoller(FunctionLogSink sink, InstantSource clock, long outputLimitBytes) {
        this.sink = sink;
        this.clock = clock;
        this.outputLimitBytes = outputLimitBytes;
        this.epoll = openEpoll();
        this.thread = Thread.ofPlatform().daemon().name("function-output").start(this::run);
    }

    /** Makes the pipes for a new environment. */
    public OutputCapture capture(LogSource source, SecretMask mask) throws IOException {
        return new OutputCapture(this, new LogLines(source, sink, clock, outputLimitBytes, mask));
    }

    void watch(int fd, OutputCapture capture) throws IOException {
        captures.put(fd, capture);
        OutputPipe.check(control(LinuxCalls.EPOLL_CTL_ADD, fd), "epoll_ctl");
    }

    void forget(int fd) {
        if (captures.remove(fd) != null) {
            control(LinuxCalls.EPOLL_CTL_DEL, fd);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        new LinuxCalls(Arena.ofAuto()).close(epoll);
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            var calls = new LinuxCalls(arena);
            EpollEvents events = EpollEvents.allocate(arena, EVENTS_PER_WAIT);
            while (!closed) {
                int ready = calls.epollWait(epoll, events.memory(), EVENTS_PER_WAIT, WAIT_MILLIS);
                for (int i = 0; i < ready; i++) {
                    readFrom((int) events.data(i));
                }
            }
        }
    }

    private void readFrom(int fd) {
        OutputCapture capture = captures.get(fd);
        if (capture == null) {
            return;
        }
        try {
            capture.readTurn();
        } catch (RuntimeException e) {
            // A sink that fails must not silence the other environments.
            log.error("Output of a function was lost", e);
        }
    }

    private int control(int operation, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            EpollEvents event = EpollEvents.allocate(arena, 1).set(LinuxCalls.EPOLLIN, fd);
            return new LinuxCalls(arena).epollControl(epoll, operation, fd, event.memory());
        }
    }

    private static int openEpoll() {
        try (Arena arena = Arena.ofConfined()) {
            return OutputPipe.check(new LinuxCalls(arena).epollCreate(), "epoll_create1");
        } catch (IOException e) {
            throw new IllegalStateException("The output of functions cannot be watched", e);
        }
    }
}
