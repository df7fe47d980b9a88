// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.FunctionLogSink;
import io.glowplug.runtime.RuntimeStatus;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.environment.EnvironmentStarter;
import io.glowplug.runtime.environment.FunctionIdentity;
import io.glowplug.runtime.environment.NodeLibraries;
import io.glowplug.runtime.environment.NodeSupport;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.log.OutputPoller;
import io.glowplug.runtime.pool.RuntimeNode;
import io.glowplug.runtime.pool.UnavailableInvoker;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.SandboxProbe;
import io.glowplug.runtime.sandbox.SandboxProbe.Finding;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import io.glowplug.runtime.sandbox.network.NetworkRefusals;
import io.glowplug.runtime.slot.MemoryBudget;
import io.glowplug.runtime.startcache.Rehearsals;
import io.glowplug.runtime.startcache.StartCaches;
import io.glowplug.runtime.wire.RuntimeChannels;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runtime of one node, put together: finds out what the host can do, and holds what has to be given back. */
final class RuntimeAssembly implements RuntimeStatus {

    private static final Logger log = LoggerFactory.getLogger(RuntimeAssembly.class);

    /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
    static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    private final PlatformInstance instance;
    private final InstanceDirectory directory;
    private final RuntimeCatalog catalog;
    private final FunctionInvoker invoker;
    private final SandboxStatus sandboxStatus;
    private final @Nullable Parts parts;

    /** What exists only where functions can run. */
    private record Parts(
            Sandbox sandbox,
            OutputPoller output,
            ProcessSpawner spawner,
            StartCaches startCaches,
            RuntimeChannels channels,
            RuntimeNode node,
            NetworkRefusals refusals) {}

    private RuntimeAssembly(
            PlatformInstance instance,
            InstanceDirectory directory,
            RuntimeCatalog catalog,
            FunctionInvoker invoker,
            SandboxStatus sandboxStatus,
            @Nullable Parts parts) {
        this.instance = instance;
        this.directory = directory;
        this.catalog = catalog;
        this.invoker = invoker;
        this.sandboxStatus = sandboxStatus;
        this.parts = parts;
    }

    static RuntimeAssembly of(
            RuntimeProperties properties,
            CodeDirectory code,
            FunctionSecrets secrets,
            FunctionLogSink sink,
            InstantSource clock,
            Duration initLimit)
            throws IOException {
        var libraries = new NodeLibraries(properties.libraries());
        PlatformInstance instance = PlatformInstance.next();
        InstanceDirectory directory = InstanceDirectory.prepare(properties.directoryOrDefault(), instance);
        BootstrapFiles bootstraps = BootstrapFiles.extractTo(directory.shared().resolve("bootstraps"));
        Finding finding = new SandboxProbe(bootstraps.init(), directory.own(), instance).find(properties.sandbox());
        return switch (finding) {
            case Finding.Unusable(String reason) ->
                new RuntimeAssembly(
                        instance,
                        directory,
                        InstalledRuntimes.search(reason),
                        new UnavailableInvoker(reason),
                        new SandboxStatus(false, false, reason),
                        null);
            case Finding.Usable(Sandbox sandbox) -> {
                InstalledRuntimes catalog = InstalledRuntimes.search(null);
                var output =
                        new OutputPoller(sink, clock, properties.outputLimit().toBytes());
                var spawner = new ProcessSpawner();
                var startCaches = new StartCaches(
                        directory.shared().resolve("start-caches"),
                        bootstraps.java(),
                        new Rehearsals(bootstraps.java(), bootstraps.init(), sandbox, spawner),
                        clock);
                var channels = new RuntimeChannels(clock);
                var identity = new FunctionIdentity(properties.region(), properties.account());
                var refusals = new NetworkRefusals();
                var starter = EnvironmentStarter.create(
                        new NodeSupport(
                                code,
                                secrets,
                                new ProcessLauncher(directory.own(), output, sandbox, spawner),
                                spawner,
                                channels,
                                clock,
                                refusals),
                        new EnvironmentStarter.Materials(
                                catalog, bootstraps, startCaches, libraries, identity, sandbox.hasOwnPaths()),
                        new MemoryBudget(budgetMb(properties)),
                        (int) properties.memoryAhead().toMegabytes());
                var node = new RuntimeNode(starter, catalog, limits(properties, initLimit));
                yield new RuntimeAssembly(
                        instance,
                        directory,
                        new NodeCatalog(catalog, sandbox),
                        node,
                        sandbox.status(),
                        new Parts(sandbox, output, spawner, startCaches, channels, node, refusals));
            }
        };
    }

    private static long budgetMb(RuntimeProperties properties) {
        return properties.memoryBudget() == null
                ? NodeMemory.defaultBudgetMb()
                : properties.memoryBudget().toMegabytes();
    }

    private static RuntimeNode.Limits limits(RuntimeProperties properties, Duration initLimit) {
        return new RuntimeNode.Limits(
                properties.concurrencyLimit(), initLimit, properties.idleTimeout(), properties.stopGrace());
    }

    PlatformInstance instance() {
        return instance;
    }

    RuntimeCatalog catalog() {
        return catalog;
    }

    FunctionInvoker invoker() {
        return invoker;
    }

    @Override
    public SandboxStatus sandbox() {
        return sandboxStatus;
    }

    @Override
    public Capacity capacity() {
        return parts == null ? new Capacity(0, 0) : parts.node().capacity();
    }

    @Override
    public List<EnvironmentSnapshot> environments() {
        return parts == null ? List.of() : parts.node().snapshots();
    }

    @Override
    public Map<String, Integer> interpretersAhead() {
        return parts == null ? Map.of() : parts.node().interpretersAhead();
    }

    @Override
    public Map<String, Long> refusedDestinations() {
        return parts == null ? Map.of() : parts.refusals().byFunction();
    }

    /** Keeps so many environments of these versions, and of no others, from now on. */
    void provision(Map<FunctionVersion, Integer> wanted) {
        if (parts != null) {
            parts.node().provision(wanted);
        }
    }

    void start() {
        if (sandboxStatus.isolating()) {
            log.info("{}", sandboxStatus.description());
        } else {
            log.warn("{}", sandboxStatus.description());
        }
        attempt("remains of earlier platforms", directory::removeLeftOvers);
        if (parts != null) {
            attempt("remains of earlier platforms", parts.sandbox()::removeLeftOvers);
            parts.node().start();
        }
    }

    void stop() {
        if (parts != null) {
            parts.node().stop();
            parts.startCaches().close();
            parts.channels().close();
            parts.spawner().close();
            parts.output().close();
            attempt("sandbox", parts.sandbox()::close);
        }
        attempt("directory", directory::remove);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            log.warn("Could not be removed: {}", what, e);
        }
    }
}
