// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.dispatch.Chore;
import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

@Configuration(proxyBeanMethods = false)
class TelemetryConfiguration {

    @Bean
    InvocationMeters invocationMeters(MeterRegistry registry) {
        return new InvocationMeters(registry);
    }

    @Bean
    AttemptCounts attemptCounts(InstantSource clock) {
        return new AttemptCounts(clock);
    }

    @Bean
    Chore retentionOfAttemptCounts(AttemptCountStore store, InstantSource clock) {
        return new Chore(
                "retention of attempt counts",
                Duration.ofHours(1),
                () -> store.forgetBefore(clock.instant().minus(AttemptCountStore.RETENTION)));
    }

    /** Spring Boot's own, but behind the shortcut of invocations, which are timed there at less cost. */
    @Bean
    FilterRegistrationBean<ServerHttpObservationFilter> requestsAreObserved(ObservationRegistry registry) {
        var registration = new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }

    /** Puts the counting between the runtime and whoever invokes, without either knowing. */
    @Bean
    static BeanPostProcessor invokersAreMetered(
            ObjectProvider<InvocationMeters> meters, ObjectProvider<AttemptCounts> counts) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof FunctionInvoker invoker
                        ? new MeteredInvoker(invoker, meters.getObject(), counts.getObject())
                        : bean;
            }
        };
    }
}
