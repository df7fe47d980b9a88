// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.dispatch.worker.DispatchWorker;
import io.glowplug.runtime.Payload;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Glowplug's ledger through its own Java interface, with an invoker that does nothing. */
public final class GlowplugQueue extends InProcessQueue {

    private static final int FILLERS = 128;

    private final HikariDataSource pool;
    private final DispatchNode accepting;
    private @Nullable DispatchNode working;

    private GlowplugQueue(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
        this.accepting = new DispatchNode(pool.getJdbcUrl(), () -> {});
        this.accepting.bean(DispatchWorker.class).stop();
    }

    public static GlowplugQueue create(String url) {
        HikariDataSource pool = Pools.of(url, 2);
        Flyway.configure().dataSource(pool).load().migrate();
        new DayPartitions(JdbcClient.create(pool), new TransactionTemplate(new JdbcTransactionManager(pool)))
                .ensure(InstantSource.system().instant());
        return new GlowplugQueue(pool);
    }

    @Override
    public String name() {
        return "Glowplug";
    }

    @Override
    void enqueue() {
        InvokeService service = Objects.requireNonNullElse(working, accepting).invokeService();
        InvokeRequest request =
                new InvokeRequest(NoopRuntime.FUNCTION, null, Payload.ofUtf8(PAYLOAD), null, null, null);
        if (!(service.invokeAsync(request) instanceof AsyncAnswer.Accepted)) {
            throw new IllegalStateException("not accepted");
        }
    }

    @Override
    void fill(int jobs) {
        AtomicInteger left = new AtomicInteger(jobs);
        try (ExecutorService fillers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int filler = 0; filler < FILLERS; filler++) {
                fillers.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        enqueue();
                    }
                });
            }
        }
    }

    @Override
    void startWorking(Runnable handler) {
        working = new DispatchNode(pool.getJdbcUrl(), handler);
    }

    @Override
    void stopWorking() {
        if (working != null) {
            working.close();
            working = null;
        }
    }

    @Override
    String anyOpen() {
        return "select exists (select from invocation)";
    }

    @Override
    public void close() {
        accepting.close();
        pool.close();
    }
}
