// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives the console in a real browser, against a node on which nothing is yet: {@code ui/e2e/console.test.ts}. */
class ConsoleIT {

    private static final Path UI = Path.of("..", "ui").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    @Test
    void aNewcomerFindsEverythingInTheConsole() throws Exception {
        if (!Files.exists(UI.resolve("node_modules/.bin/vitest"))) {
            assertThat(run("npm-ci.log", Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund")))
                    .isZero();
        }
        try (PlatformProcess platform =
                PlatformProcess.in(directory).withGeneratedCredentials().start()) {
            Map<String, String> environment = Map.of(
                    "GLOWPLUG_URL",
                    "http://127.0.0.1:" + platform.port(),
                    "GLOWPLUG_ADMIN_ACCESS_KEY_ID",
                    credential(platform, "GLOWPLUG_ADMIN_ACCESS_KEY_ID"),
                    "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY",
                    credential(platform, "GLOWPLUG_ADMIN_SECRET_ACCESS_KEY"));

            int status = run("console.log", environment, List.of("npm", "run", "--silent", "e2e"));

            assertThat(status)
                    .as(Files.readString(directory.resolve("console.log")))
                    .isZero();
        }
    }

    private int run(String log, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(UI.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("not done within 3 minutes:\n" + Files.readString(directory.resolve(log)));
        }
        return process.exitValue();
    }

    private static String credential(PlatformProcess platform, String name) throws IOException {
        Properties credentials = new Properties();
        try (InputStream in = Files.newInputStream(platform.dataDirectory().resolve("admin-credentials"))) {
            credentials.load(in);
        }
        return credentials.getProperty(name);
    }
}
