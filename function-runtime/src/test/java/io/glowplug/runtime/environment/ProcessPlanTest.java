// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.catalog.FakeDotnet;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.SandboxMode;
import io.glowplug.runtime.sandbox.SandboxProbe;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import io.glowplug.runtime.startcache.Rehearsals;
import io.glowplug.runtime.startcache.StartCaches;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessPlanTest {

    @TempDir
    private Path directory;

    @Test
    void anAssemblyRunsOnDotnetAndSpeaksTheRuntimeApi() throws Exception {
        BootstrapFiles files = BootstrapFiles.extractTo(directory);
        var rehearsals = new Rehearsals(files.java(), files.init(), sandbox(files), new ProcessSpawner());
        try (var caches = new StartCaches(directory, files.java(), rehearsals, InstantSource.system())) {
            var plan = new ProcessPlan(
                    FakeDotnet.catalogOf(directory),
                    files,
                    caches,
                    NodeLibraries.none(),
                    new FunctionIdentity("eu-central-1", "123456789012"),
                    true);
            FunctionVersion version = version("dotnet8", "Orders.Api");

            SandboxedCommand command = plan.commandFor(
                    version, Map.of(), new ProcessPlan.Directories(Path.of("/code"), null, Path.of("/channel")), false);

            String init = files.init().getFileName().toString();
            assertThat(command.command())
                    .containsExactly(
                            "/var/runtime/" + init,
                            "forward",
                            command.command().get(2),
                            "9001",
                            "--",
                            directory.resolve("dotnet").toString(),
                            "/var/task/Orders.Api.dll");
            assertThat(plan.startedAheadAs(version.configuration())).isEmpty();
        }
    }

    private Sandbox sandbox(BootstrapFiles files) {
        var probe = new SandboxProbe(files.init(), directory, PlatformInstance.next());
        return switch (probe.find(SandboxMode.NONE)) {
            case SandboxProbe.Finding.Usable usable -> usable.sandbox();
            case SandboxProbe.Finding.Unusable unusable -> throw new AssertionError(unusable.reason());
        };
    }

    private static FunctionVersion version(String runtime, String handler) {
        var configuration = new FunctionConfiguration(
                FunctionRuntime.parse(runtime).orElseThrow(), handler, 256, 3, 512, Map.of(), "", NetworkAccess.NONE);
        return new FunctionVersion(
                UUID.randomUUID(),
                "orders",
                FunctionVersion.LATEST,
                1,
                configuration,
                new CodePackage("0".repeat(64), 1, 1),
                RetryPolicy.DEFAULT);
    }
}
