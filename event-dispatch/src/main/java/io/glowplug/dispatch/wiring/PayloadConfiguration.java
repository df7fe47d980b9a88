// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.PayloadHome;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.dispatch.partition.RetentionProperties;
import io.glowplug.dispatch.partition.RetentionStep;
import io.glowplug.dispatch.payload.PayloadProperties;
import io.glowplug.dispatch.payload.PayloadRetention;
import io.glowplug.dispatch.payload.PayloadSweep;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.registry.Violations;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where payloads are kept, and what removes them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PayloadProperties.class)
class PayloadConfiguration {

    @Bean
    Payloads payloads(PayloadProperties properties, ObjectProvider<PayloadHome> home, ClockWatch clock) {
        Optional<Path> directory = Optional.ofNullable(properties.directory())
                .or(() -> home.getIfAvailable(() -> Optional::empty).directory());
        return directory
                .map(path -> Payloads.inFiles(
                        path, Math.toIntExact(properties.largestInRow().toBytes()), clock.time()))
                .orElseGet(Payloads::inRows);
    }

    @Bean
    RetentionStep payloadRetention(
            PayloadProperties properties, RetentionProperties history, DayPartitions partitions, JdbcClient jdbc) {
        Violations.of()
                .check(
                        properties.retention() == null || properties.retention().compareTo(history.events()) <= 0,
                        "glowplug.dispatch.payload.retention",
                        "must be at most glowplug.dispatch.retention.events")
                .refuseIfAny();
        return new PayloadRetention(partitions, jdbc, properties.retention());
    }

    @Bean
    RetentionStep payloadSweep(PayloadProperties properties, Payloads payloads, JdbcClient jdbc) {
        return new PayloadSweep(jdbc, payloads, properties.grace());
    }
}
