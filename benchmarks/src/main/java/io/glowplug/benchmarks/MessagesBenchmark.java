// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.ElasticMqPeer;
import io.glowplug.benchmarks.queue.GlowplugMessages;
import io.glowplug.benchmarks.queue.HttpMessages;
import io.glowplug.benchmarks.queue.MessageQueue;
import io.glowplug.benchmarks.queue.RawCycle;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Messages in and out of a queue: the platform's, in its own process and over HTTP, beside ElasticMQ's in memory. */
final class MessagesBenchmark implements Benchmark {

    private static final int CALLERS = 16;
    private static final int MESSAGES = 100_000;
    private static final int HTTP_MESSAGES = 60_000;
    private static final int HTTP_BATCH = 10;
    private static final Duration RAW_WINDOW = Duration.ofSeconds(4);

    private final List<String> rows = new ArrayList<>();

    @Override
    public void run(Platform platform, Report report) throws IOException, SQLException {
        rows.add("| queue of 300-byte messages, 16 callers | batch | sent /s | received and deleted /s |");
        rows.add("|---|---|---|---|");
        for (int batch : new int[] {10, 100}) {
            try (MessageQueue queue = new GlowplugMessages(
                    platform.database().another("messages_" + batch).url())) {
                measure("Glowplug, in process, durable", queue, batch, MESSAGES);
            }
        }
        try (MessageQueue queue = new HttpMessages(platform.queue("messages"), () -> {})) {
            measure("Glowplug, over HTTP, durable", queue, HTTP_BATCH, HTTP_MESSAGES);
        }
        try (MessageQueue queue = ElasticMqPeer.start()) {
            measure("ElasticMQ, over HTTP, in memory", queue, HTTP_BATCH, HTTP_MESSAGES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        add(String.format(
                Locale.ROOT,
                "| insert 100, claim 100, delete 100 in SQL, 4 threads | 100 | %,.0f, both together | |",
                raw(platform)));
        report.table(String.join("\n", rows));
    }

    private static double raw(Platform platform) throws IOException, SQLException {
        try {
            return RawCycle.perSecond(
                    platform.database().another("messages_raw").url(), RAW_WINDOW);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void measure(String name, MessageQueue queue, int batch, int messages) {
        queue.in(CALLERS, batch, messages / 2);
        queue.out(CALLERS, batch);
        double in = queue.in(CALLERS, batch, messages);
        double out = queue.out(CALLERS, batch);
        add(String.format(Locale.ROOT, "| %s | %d | %,.0f | %,.0f |", name, batch, in, out));
    }

    private void add(String row) {
        rows.add(row);
        System.out.println(row);
    }
}
