// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.concurrency;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.ProvisionedStatus;
import io.glowplug.runtime.RuntimeStatus;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counts the environments that this node's runtime shows, for whatever reason it has them. */
@Component
final class PooledProvisionedStatus implements ProvisionedStatus {

    private static final Set<String> INITIALISED = Set.of("idle", "busy");
    private static final Set<String> ENDING = Set.of("stopping", "stopped");

    private final RuntimeStatus runtime;

    PooledProvisionedStatus(RuntimeStatus runtime) {
        this.runtime = runtime;
    }

    @Override
    public Allocation allocation(FunctionVersion version) {
        List<String> states = runtime.environments().stream()
                .filter(environment -> environment.functionName().equals(version.functionName())
                        && environment.version().equals(version.version()))
                .map(EnvironmentSnapshot::state)
                .toList();
        return new Allocation(
                (int) states.stream().filter(state -> !ENDING.contains(state)).count(),
                (int) states.stream().filter(INITIALISED::contains).count());
    }
}
