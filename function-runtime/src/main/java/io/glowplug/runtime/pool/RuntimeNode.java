// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.RuntimeStatus.Capacity;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import io.glowplug.runtime.environment.EnvironmentStarter;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.slot.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** This node's environments as one thing: invoke, look at, start and stop. */
public final class RuntimeNode implements FunctionInvoker {

    private final EnvironmentPool pool;
    private final Slots slots;
    private final PoolWorker worker;

    public RuntimeNode(EnvironmentStarter starter, RuntimeCatalog catalog, Limits limits) {
        this.slots = starter.slots();
        this.pool = new EnvironmentPool(starter, catalog, limits);
        this.worker = new PoolWorker(pool.environments(), slots, limits);
    }

    /**
     * What environments may take.
     *
     * @param concurrency most invocations that run at once, less what functions reserved for themselves
     * @param initialisation time for an initialisation
     * @param idle time after which an environment without work is ended
     * @param stopGrace time that running invocations get when the platform stops
     */
    public record Limits(int concurrency, Duration initialisation, Duration idle, Duration stopGrace) {}

    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        return pool.invoke(request);
    }

    /** Keeps so many environments of these versions, and of no others, from now on. */
    public void provision(Map<FunctionVersion, Integer> wanted) {
        pool.environments().provision(wanted);
    }

    public void start() {
        worker.start();
    }

    /** Ends all environments; returns when nothing of them is left. */
    public void stop() {
        worker.stop();
    }

    public Capacity capacity() {
        return pool.environments().capacity();
    }

    public Map<String, Integer> interpretersAhead() {
        return slots.waiting().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue));
    }

    public List<EnvironmentSnapshot> snapshots() {
        return pool.environments().live().stream()
                .map(ExecutionEnvironment::snapshot)
                .toList();
    }
}
