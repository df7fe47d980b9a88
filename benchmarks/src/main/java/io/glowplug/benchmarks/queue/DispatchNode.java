// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import io.glowplug.dispatch.InvokeService;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.LogRetention;
import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The dispatch of one node with its own wiring and settings, over a runtime that does nothing. */
final class DispatchNode implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final InvokeService invokeService;

    /** Starts a node with connections of its own; the handler is what its only function does. */
    DispatchNode(String url, Runnable handler) {
        NoopRuntime runtime = new NoopRuntime(handler);
        context.registerBean("dataSource", DataSource.class, () -> Pools.of(url, CONNECTIONS));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(FunctionResolver.class, () -> runtime::resolve);
        context.registerBean(FunctionInvoker.class, () -> runtime::invoke);
        context.registerBean(LogRetention.class, () -> Map::of);
        context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        context.register(Jdbc.class);
        context.scan("io.glowplug.dispatch.wiring");
        context.refresh();
        invokeService = context.getBean(InvokeService.class);
    }

    InvokeService invokeService() {
        return invokeService;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
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
