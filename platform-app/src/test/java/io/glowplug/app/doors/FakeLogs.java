// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Lines that the test writes, handed to whoever follows. */
public final class FakeLogs implements FunctionLogs {

    public final BlockingQueue<Follower> followers = new LinkedBlockingQueue<>();

    /** Somebody who follows. */
    public record Follower(LogQuery query, Consumer<LogLine> consumer, CountDownLatch closed) implements Tail {

        public void write(String text) {
            consumer.accept(line(text));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    static LogLine line(String text) {
        return new LogLine(
                "resize",
                "$LATEST",
                "e1",
                FakeHistory.INVOCATION,
                Instant.parse("2026-01-31T12:00:00Z"),
                LogStream.STDOUT,
                text);
    }

    @Override
    public Page<LogLine> search(LogQuery query, PageRequest page) {
        return new Page<>(List.of(line("hello")), null);
    }

    @Override
    public Tail tail(LogQuery query, Consumer<LogLine> consumer) {
        Follower follower = new Follower(query, consumer, new CountDownLatch(1));
        followers.add(follower);
        return follower;
    }
}
