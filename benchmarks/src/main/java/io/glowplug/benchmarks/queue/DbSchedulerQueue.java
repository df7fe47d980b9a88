// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** db-scheduler, fetching by lock-and-fetch and woken up by what is scheduled in its own process. */
public final class DbSchedulerQueue extends InProcessQueue {

    private static final String TABLE = """
            create table scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea,
                execution_time timestamptz not null, picked boolean not null, picked_by text,
                last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                last_heartbeat timestamptz, version bigint not null, priority smallint,
                primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;
    private static final int THREADS = 50;

    private final HikariDataSource pool;
    private final InstantSource clock = InstantSource.system();
    private final OneTimeTask<String> task;
    private final SchedulerClient client;
    private volatile Runnable handler = () -> {};
    private @Nullable Scheduler scheduler;

    private DbSchedulerQueue(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
        this.task = Tasks.oneTime("noop", String.class).execute((instance, context) -> handler.run());
        this.client = SchedulerClient.Builder.create(pool, task).build();
    }

    public static DbSchedulerQueue create(String url) throws SQLException {
        HikariDataSource pool = Pools.of(url, 20);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        return new DbSchedulerQueue(pool);
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    void enqueue() {
        SchedulerClient current = scheduler == null ? client : scheduler;
        current.scheduleIfNotExists(newJob(), clock.instant());
    }

    @Override
    void fill(int jobs) {
        Stream<TaskInstance<?>> batch =
                Stream.generate(this::newJob).limit(jobs).map(job -> job);
        client.scheduleBatch(batch, clock.instant());
    }

    private TaskInstance<String> newJob() {
        return task.instance(UUID.randomUUID().toString(), PAYLOAD);
    }

    @Override
    void startWorking(Runnable handler) {
        this.handler = handler;
        Scheduler started = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(0.5, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .enableImmediateExecution()
                .build();
        scheduler = started;
        started.start();
    }

    @Override
    void stopWorking() {
        if (scheduler != null) {
            scheduler.stop();
            scheduler = null;
        }
    }

    @Override
    String anyOpen() {
        return "select exists (select from scheduled_tasks)";
    }

    @Override
    public void close() {
        pool.close();
    }
}
