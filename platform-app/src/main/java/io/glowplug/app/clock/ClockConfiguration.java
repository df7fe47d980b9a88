// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.clock;

import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    /** What functions see too: their deadlines are in this machine's time. */
    @Bean
    InstantSource machineClock() {
        return InstantSource.system();
    }

    @Bean
    @Primary
    DatabaseClock databaseClock(@Qualifier("machineClock") InstantSource machine) {
        return new DatabaseClock(machine, System::nanoTime);
    }

    @Bean
    ClockWorker clockWorker(JdbcClient jdbc, DatabaseClock clock, @Qualifier("machineClock") InstantSource machine) {
        return new ClockWorker(jdbc, clock, machine);
    }
}
