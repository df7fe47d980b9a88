// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

@Configuration(proxyBeanMethods = false)
@EntityScan("io.glowplug")
@EnableJpaRepositories("io.glowplug")
class PlatformConfiguration {

    /** Ticks in microseconds, as PostgreSQL stores times: what is answered at once is what is read later. */
    @Bean
    InstantSource clock() {
        InstantSource system = InstantSource.system();
        return () -> system.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
