// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.RuntimeStatus;
import io.glowplug.runtime.RuntimeStatus.SandboxStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Says how functions are isolated. A node that cannot isolate them is up all the same, since it serves the API; that it
 * runs no functions is a detail here and the reason in each refusal.
 */
@Component("sandbox")
class SandboxHealthIndicator implements HealthIndicator {

    private final RuntimeStatus runtime;

    SandboxHealthIndicator(RuntimeStatus runtime) {
        this.runtime = runtime;
    }

    @Override
    public Health health() {
        SandboxStatus sandbox = runtime.sandbox();
        return Health.up()
                .withDetail("isolating", sandbox.isolating())
                .withDetail("runsFunctions", sandbox.runsFunctions())
                .withDetail("description", sandbox.description())
                .build();
    }
}
