// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.Chore;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueueStoreConfiguration {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    @Bean
    Chore queueSweeping(QueueSweep sweep) {
        return new Chore("queue-sweep", BETWEEN_SWEEPS, sweep::sweep);
    }
}
