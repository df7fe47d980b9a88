// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TelemetryConfiguration {

    @Bean
    InvocationMeters invocationMeters(MeterRegistry registry) {
        return new InvocationMeters(registry);
    }

    /** Puts the counting between the runtime and whoever invokes, without either knowing. */
    @Bean
    static BeanPostProcessor invokersAreMetered(ObjectProvider<InvocationMeters> meters) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof FunctionInvoker invoker ? new MeteredInvoker(invoker, meters.getObject()) : bean;
            }
        };
    }
}
