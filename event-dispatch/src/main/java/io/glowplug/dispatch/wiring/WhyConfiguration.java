// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.Hold;
import io.glowplug.dispatch.Nodes;
import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.Standings;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.why.BacklogMeters;
import io.glowplug.dispatch.why.Backlogs;
import io.glowplug.dispatch.why.FlowStandings;
import io.glowplug.dispatch.why.PostgresStandings;
import io.glowplug.dispatch.why.StoppedKeys;
import io.glowplug.dispatch.worker.TriggerRules;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What says why an invocation is not running. The holds are asked in the order of {@link Standing}. */
@Configuration(proxyBeanMethods = false)
class WhyConfiguration {

    @Bean
    @Order(0)
    Hold pausedTriggerHold(TriggerRules rules) {
        return invocation -> Optional.ofNullable(invocation.triggerId())
                .filter(rules.pausedTriggers()::contains)
                .map(trigger -> new Standing.TriggerPaused(null, trigger));
    }

    @Bean
    @Order(1)
    Hold openBreakerHold(CircuitBreakers breakers) {
        return invocation -> Optional.ofNullable(invocation.triggerId())
                .flatMap(trigger -> breakers.find(trigger)
                        .filter(breaker -> breaker.openSince() != null)
                        .map(breaker -> new Standing.BreakerOpen(breaker.openSince(), trigger, breaker.probeAt())));
    }

    @Bean
    @Order(2)
    Hold stoppedKeyHold(JdbcClient jdbc) {
        return new StoppedKeys(jdbc);
    }

    /** A function that cannot be resolved has a reason of its own, and a node that tells nothing may serve anything. */
    @Bean
    @Order(3)
    Hold noNodeHold(Nodes nodes, FunctionResolver functions) {
        return invocation -> {
            String runtime;
            try {
                runtime = functions
                        .resolve(invocation.functionName(), invocation.qualifier())
                        .configuration()
                        .runtime()
                        .id();
            } catch (RefusedException refused) {
                return Optional.empty();
            }
            boolean nobody = nodes.thatServe(runtime).isEmpty()
                    && nodes.all().stream().anyMatch(node -> !node.runtimes().isEmpty());
            return nobody ? Optional.of(new Standing.NoNode(invocation.since(), runtime)) : Optional.empty();
        };
    }

    @Bean
    BacklogMeters backlogMeters(JdbcClient jdbc, FlowRules flows, MeterRegistry meters, ClockWatch clock) {
        return new BacklogMeters(new Backlogs(jdbc), flows, meters, clock.time());
    }

    @Bean
    Standings standings(
            EventHistory history,
            JdbcClient jdbc,
            FlowRules flows,
            FunctionResolver functions,
            ObjectProvider<Hold> holds,
            ClockWatch clock) {
        return new PostgresStandings(
                history,
                new FlowStandings(jdbc, flows),
                functions,
                holds.orderedStream().toList(),
                clock.time());
    }
}
