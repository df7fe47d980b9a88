// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/** JobRunr with the shortest poll interval that it takes. */
public final class JobRunrQueue extends InProcessQueue {

    private static final int WORKERS = 64;

    private final HikariDataSource pool;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private volatile Runnable handler = () -> {};

    private JobRunrQueue(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
        this.storage = new PostgresStorageProvider(pool);
        this.storage.setJobMapper(new JobMapper(new Jackson3JsonMapper()));
        this.scheduler = new JobRequestScheduler(storage);
    }

    public static JobRunrQueue create(String url) {
        return new JobRunrQueue(Pools.of(url, 20));
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    void enqueue() {
        scheduler.enqueue(new Noop(PAYLOAD));
    }

    @Override
    void fill(int jobs) {
        scheduler.enqueue(Stream.generate(() -> new Noop(PAYLOAD)).limit(jobs));
    }

    @Override
    void startWorking(Runnable handler) {
        this.handler = handler;
        JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage)
                .useJobActivator(new Activator())
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(Duration.ofSeconds(5))
                        .andWorkerCount(WORKERS))
                .initialize();
    }

    @Override
    void stopWorking() {
        JobRunr.getBackgroundJobServer().stop();
    }

    @Override
    String anyOpen() {
        return "select exists (select from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING'))";
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Activator implements JobActivator {
        @Override
        public <T> @Nullable T activateJob(Class<T> type) {
            return type.cast(new NoopHandler(handler));
        }
    }

    /** A job that does nothing. */
    public record Noop(String payload) implements JobRequest {
        @Override
        public Class<NoopHandler> getJobRequestHandler() {
            return NoopHandler.class;
        }
    }

    /** Tells the benchmark that it was entered. */
    public record NoopHandler(Runnable entered) implements JobRequestHandler<Noop> {
        @Override
        public void run(Noop job) {
            entered.run();
        }
    }
}
