// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.worker.DispatchMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** One node: the module's own wiring over fakes of its neighbours, with a pool of connections of its own. */
public final class DispatchNode implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final HikariDataSource pool;

    DispatchNode(
            HikariDataSource pool,
            Map<String, Object> properties,
            Consumer<AnnotationConfigApplicationContext> neighbours) {
        this.pool = pool;
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean("dataSource", HikariDataSource.class, () -> pool);
        neighbours.accept(context);
        context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        context.register(Jdbc.class);
        context.scan("io.glowplug.dispatch.wiring");
        context.refresh();
    }

    public InvokeService invokeService() {
        return context.getBean(InvokeService.class);
    }

    public EventSink eventSink() {
        return context.getBean(EventSink.class);
    }

    public TriggerLeases triggerLeases() {
        return context.getBean(TriggerLeases.class);
    }

    public IdempotencyKeys idempotencyKeys() {
        return context.getBean(IdempotencyKeys.class);
    }

    public long leasesLost() {
        return context.getBean(DispatchMeters.class).leasesLost();
    }

    /** A bean of the node, for tests that look at one part. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Makes the node look for due invocations now, unless it has stopped. */
    public void wake() {
        if (context.isActive()) {
            context.getBean(DueSignal.class).raise();
        }
    }

    /** Ends the node as {@code kill -9} does: whatever it was doing stays undone, and nothing reaches the database. */
    public void crash() {
        pool.close();
    }

    /** Stops the node in good order. */
    @Override
    public void close() {
        context.close();
        pool.close();
    }

    /** What Spring Boot makes of a data source. */
    @ImportAutoConfiguration({
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        TransactionAutoConfiguration.class
    })
    private static final class Jdbc {}
}
