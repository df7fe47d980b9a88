// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.runtime.sandbox.SandboxMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of this node's runtime.
 *
 * @param sandbox whether functions must be isolated ({@code required}, the default) or run as plain processes ({@code
 *     none})
 * @param memoryBudget memory for all environments together; by default 80 % of what the machine or the control group has
 *     beyond this process's own heap
 * @param memoryAhead how much of that processes may have that wait for the first call of a function, as long as nobody
 *     else needs it; 0 for none; 512 MB
 * @param concurrencyLimit most invocations that run at once on this node; 1000
 * @param idleTimeout after this time without an invocation an environment is ended; 5 minutes
 * @param stopGrace how long running invocations may go on when the platform stops; 20 seconds
 * @param outputLimit what one invocation may print, the rest is dropped; 10 MB
 * @param directory for sockets and other files of this start, its path being short as sockets demand; {@code
 *     /run/glowplug} where the platform may write there, which nobody tidies up meanwhile, otherwise {@code
 *     glowplug-runtime} in the system's temporary directory
 * @param libraries directory, laid out as a layer, whose Python, Node.js and Ruby packages all functions find, after those
 *     of their own; none
 * @param region part of a function's resource name and its {@code AWS_REGION}; {@code us-east-1}
 * @param account part of a function's resource name; {@code 000000000000}
 */
@ConfigurationProperties("glowplug.runtime")
public record RuntimeProperties(
        @DefaultValue("required") SandboxMode sandbox,
        @Nullable DataSize memoryBudget,
        @DefaultValue("512MB") DataSize memoryAhead,
        @DefaultValue("1000") int concurrencyLimit,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("20s") Duration stopGrace,
        @DefaultValue("10MB") DataSize outputLimit,
        @Nullable Path directory,
        @Nullable Path libraries,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account) {

    Path directoryOrDefault() {
        if (directory != null) {
            return directory;
        }
        Path run = Path.of("/run");
        return Files.isWritable(run)
                ? run.resolve("glowplug")
                : Path.of(System.getProperty("java.io.tmpdir"), "glowplug-runtime");
    }
}
