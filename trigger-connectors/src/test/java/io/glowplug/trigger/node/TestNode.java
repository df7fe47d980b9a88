// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.EventExpression;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretCipher;
import io.glowplug.trigger.Triggers;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** One node: the module's own wiring, short intervals, and doors that can be shut to make it die. */
public final class TestNode implements AutoCloseable {

    private static final Map<String, Object> SHORT_INTERVALS = Map.of(
            "glowplug.trigger.lease-length", "900ms",
            "glowplug.trigger.renew-interval", "100ms",
            "glowplug.trigger.scan-interval", "50ms",
            "glowplug.trigger.watchdog-patience", "300ms",
            "glowplug.trigger.schedule.longest-wait", "10ms",
            "spring.main.banner-mode", "off");

    private final MortalDoors doors;
    private final ScriptedConnector scripted = new ScriptedConnector();
    private final ConfigurableApplicationContext context;

    /** The module as the application finds it, apart from connectors that need more than a clock. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan({
        "io.glowplug.trigger.catalog",
        "io.glowplug.trigger.journal",
        "io.glowplug.trigger.kind",
        "io.glowplug.trigger.schedule",
        "io.glowplug.trigger.supervisor",
        "io.glowplug.trigger.wiring"
    })
    static class Module {}

    /** The kinds of triggers that answer requests, beside the module. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan({
        "io.glowplug.trigger.credential",
        "io.glowplug.trigger.http",
        "io.glowplug.trigger.ingress",
        "io.glowplug.trigger.webhook"
    })
    static class IngressModule {}

    public TestNode(String name, DataSource database, InMemoryLedger ledger, InstantSource clock) {
        doors = new MortalDoors(ledger, ledger.leasesOf(name, clock));
        context = new SpringApplicationBuilder(Module.class)
                .web(WebApplicationType.NONE)
                .properties(SHORT_INTERVALS)
                .initializers(application -> register((GenericApplicationContext) application, database, ledger, clock))
                .run();
    }

    /** A node over a real dispatch, which it follows in what it may hold. */
    public TestNode(DispatchNode dispatch, DataSource database, InstantSource clock) {
        this(dispatch, database, clock, Module.class);
    }

    /** The same with the triggers that answer requests. */
    public static TestNode withIngress(DispatchNode dispatch, DataSource database, InstantSource clock) {
        return new TestNode(dispatch, database, clock, Module.class, IngressModule.class);
    }

    private TestNode(DispatchNode dispatch, DataSource database, InstantSource clock, Class<?>... modules) {
        doors = null;
        context = new SpringApplicationBuilder(modules)
                .web(WebApplicationType.NONE)
                .properties(SHORT_INTERVALS)
                .initializers(application -> {
                    GenericApplicationContext node = (GenericApplicationContext) application;
                    registerNeighbours(node, database, clock);
                    node.registerBean(EventSink.class, dispatch::eventSink);
                    node.registerBean(TriggerLeases.class, dispatch::triggerLeases);
                    node.registerBean(EventHistory.class, () -> dispatch.bean(EventHistory.class));
                    node.registerBean(NodeDuty.class, () -> dispatch.bean(NodeDuty.class));
                    node.registerBean(InvokeService.class, dispatch::invokeService);
                    node.registerBean(SecretCipher.class, () -> dispatch.bean(SecretCipher.class));
                })
                .run();
    }

    private void register(
            GenericApplicationContext application, DataSource database, InMemoryLedger ledger, InstantSource clock) {
        registerNeighbours(application, database, clock);
        application.registerBean(EventSink.class, () -> doors);
        application.registerBean(TriggerLeases.class, doors::leases);
        application.registerBean(EventHistory.class, () -> new CancellingHistory(ledger));
    }

    private void registerNeighbours(GenericApplicationContext application, DataSource database, InstantSource clock) {
        application.registerBean(DataSource.class, () -> new DelegatingDataSource(database));
        application.registerBean(InstantSource.class, () -> clock);
        application.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        application.registerBean(CircuitBreakers.class, NoBreakers::new);
        application.registerBean(FunctionResolver.class, KnownFunctions::new);
        application.registerBean(ForgottenDestinations.class, ForgottenDestinations::new);
        application.registerBean(EventExpressions.class, () -> TestNode::compile);
        application.registerBean(ScriptedConnector.class, () -> scripted);
    }

    /** Nothing has failed here. */
    private static final class NoBreakers implements CircuitBreakers {
        @Override
        public Optional<Status> find(UUID triggerId) {
            return Optional.empty();
        }

        @Override
        public boolean close(UUID triggerId) {
            return false;
        }
    }

    /** Knows one mistake: what expressions mean is the dispatch's own affair. */
    private static EventExpression compile(String field, String text) {
        if (text.isEmpty()) {
            throw RefusedException.invalid(field, "must be a JMESPath expression: there is none");
        }
        return event -> Optional.of(text);
    }

    public Triggers triggers() {
        return context.getBean(Triggers.class);
    }

    public TriggerDirectory directory() {
        return context.getBean(TriggerDirectory.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ScriptedConnector scripted() {
        return scripted;
    }

    /** Lets nothing through to dispatch any more, as if the process had died or its database were gone. */
    public void die() {
        doors.shut();
    }

    @Override
    public void close() {
        context.close();
    }
}
