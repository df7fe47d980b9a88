// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.DbSchedulerQueue;
import io.glowplug.benchmarks.queue.DurableQueue;
import io.glowplug.benchmarks.queue.DurableQueue.Latency;
import io.glowplug.benchmarks.queue.GlowplugQueue;
import io.glowplug.benchmarks.queue.JobRunrQueue;
import io.glowplug.benchmarks.queue.NodePeer;
import io.glowplug.benchmarks.queue.RawCycle;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ledger as a durable queue, in this process with an invoker that does nothing, beside others on PostgreSQL. */
final class QueueBenchmark {

    private final Database database;
    private final int jobs;
    private final Duration window;
    private final List<String> rows = new ArrayList<>();

    /**
     * Makes one.
     *
     * @param jobs how many to drain
     * @param window how long to have jobs accepted
     */
    QueueBenchmark(Database database, int jobs, Duration window) {
        this.database = database;
        this.jobs = jobs;
        this.window = window;
    }

    /** Measures all queues whose name has the filter in it, and returns a table. */
    String run(String filter) throws Exception {
        rows.add(
                "| queue | accepted /s, 8 callers | 64 callers | drained /s | CPU µs a job, library + PostgreSQL | call → handler p50 ms | p99 ms |");
        rows.add("|---|---|---|---|---|---|---|");
        boolean node = NodePeer.install();
        measure(filter, "glowplug", url -> GlowplugQueue.create(url));
        measure(filter, "db_scheduler", DbSchedulerQueue::create);
        measure(filter, "jobrunr", JobRunrQueue::create);
        if (node) {
            measure(filter, "graphile_worker", NodePeer::graphileWorker);
            measure(filter, "pg_boss", NodePeer::pgBoss);
        }
        double raw = RawCycle.perSecond(database.another("raw_cycle").url(), window);
        add(String.format(
                Locale.ROOT, "| insert 100, claim 100, delete 100 in SQL, 4 threads | | | %,.0f | | | |", raw));
        return String.join("\n", rows);
    }

    private void measure(String filter, String name, Factory factory) throws Exception {
        if (!name.contains(filter)) {
            return;
        }
        double eight;
        double sixtyFour;
        try (DurableQueue queue =
                factory.create(database.another(name + "_accept").url())) {
            queue.acceptedPerSecond(64, window); // so that what is compiled at run time is so for each of them
            eight = queue.acceptedPerSecond(8, window);
            sixtyFour = queue.acceptedPerSecond(64, window);
        }
        try (DurableQueue queue =
                factory.create(database.another(name + "_drain").url())) {
            queue.drainedPerSecond(jobs / 5);
            CpuTime before = CpuTime.now(database.postmaster());
            double drained = queue.drainedPerSecond(jobs);
            CpuTime spent = CpuTime.now(database.postmaster()).since(before);
            Latency latency = queue.latency(Math.min(800, jobs));
            add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f | %.0f + %.0f | %.2f | %.2f |",
                    queue.name(),
                    eight,
                    sixtyFour,
                    drained,
                    (double) spent.here() / jobs,
                    (double) spent.database() / jobs,
                    latency.p50(),
                    latency.p99()));
        }
    }

    private void add(String row) {
        rows.add(row);
        System.out.println(row);
    }

    /** Makes a queue on an empty database. */
    private interface Factory {
        DurableQueue create(String url) throws Exception;
    }

    /** Only this, on a database of its own: how many jobs to drain, then a part of the queues' names. */
    public static void main(String[] arguments) throws Exception {
        try (Database database = Database.start(Files.createTempDirectory("glowplug-queues"))) {
            String filter = arguments.length > 1 ? arguments[1] : "";
            System.out.println(new QueueBenchmark(
                            database, Integer.parseInt(arguments[0]), Duration.ofMillis(Long.parseLong(arguments[2])))
                    .run(filter));
        }
    }
}
