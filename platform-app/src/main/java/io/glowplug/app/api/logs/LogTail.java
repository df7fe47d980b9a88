// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.logs;

import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.runtime.LogLine;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client that follows log lines. */
final class LogTail {

    private final SseEmitter emitter;
    private final Consumer<LogTail> whenEnded;
    private FunctionLogs.@Nullable Tail source;
    private boolean ended;

    LogTail(SseEmitter emitter, Consumer<LogTail> whenEnded) {
        this.emitter = emitter;
        this.whenEnded = whenEnded;
        emitter.onCompletion(this::release);
        emitter.onError(failure -> release());
        emitter.onTimeout(this::release);
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Starts to follow; the first thing sent tells the client that from here on nothing is missed. */
    void follow(Function<Consumer<LogLine>, FunctionLogs.Tail> opener) {
        FunctionLogs.Tail opened = opener.apply(this::line);
        synchronized (this) {
            source = opened;
            if (!ended) {
                opened = null;
            }
        }
        if (opened != null) {
            opened.close();
        }
        send(SseEmitter.event().comment("following"));
    }

    private void line(LogLine line) {
        send(SseEmitter.event().name("line").data(LogLineAnswer.of(line), MediaType.APPLICATION_JSON));
    }

    void beat() {
        send(SseEmitter.event().comment("beat"));
    }

    void end() {
        emitter.complete();
        release();
    }

    private void send(SseEmitter.SseEventBuilder event) {
        try {
            emitter.send(event);
        } catch (IOException | IllegalStateException clientGone) {
            release();
        }
    }

    private void release() {
        FunctionLogs.Tail closing;
        synchronized (this) {
            ended = true;
            closing = source;
            source = null;
        }
        if (closing != null) {
            closing.close();
        }
        whenEnded.accept(this);
    }
}
