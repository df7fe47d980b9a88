// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.logs;

import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.dispatch.FunctionLogs.LogQuery;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The open tails. A heartbeat finds out which clients are gone; a stop ends all before the server waits for them. */
@Component
class LogTails implements SmartLifecycle {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final long NO_TIMEOUT = 0;

    private final FunctionLogs logs;
    private final Set<LogTail> open = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService heart;

    LogTails(FunctionLogs logs) {
        this.logs = logs;
    }

    SseEmitter open(LogQuery query) {
        LogTail tail = new LogTail(new SseEmitter(NO_TIMEOUT), open::remove);
        open.add(tail);
        tail.follow(consumer -> logs.tail(query, consumer));
        return tail.emitter();
    }

    @Override
    public synchronized void start() {
        if (heart == null) {
            heart = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("log-tail-heartbeat").factory());
            var _ = heart.scheduleAtFixedRate(
                    () -> open.forEach(LogTail::beat),
                    HEARTBEAT.toMillis(),
                    HEARTBEAT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (heart != null) {
            heart.shutdownNow();
            heart = null;
        }
        open.forEach(LogTail::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return heart != null;
    }
}
