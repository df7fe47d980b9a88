// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.settings.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs. They refuse to run as root, so for root they run in a user namespace of their own, in
 * which they are nobody; files still belong to root.
 */
final class PostgresPrograms {

    private final Path home;
    private final Path outputFile;
    private final boolean root;

    PostgresPrograms(Path home, Path outputFile) {
        this.home = home;
        this.outputFile = outputFile;
        this.root = "root".equals(System.getProperty("user.name"));
    }

    /** Runs a program to its end; refuses the platform's start with its output when it fails. */
    void run(Duration timeout, String program, String... arguments) throws IOException {
        if (!succeeds(timeout, program, arguments)) {
            throw new StartRefusedException(
                    "The embedded PostgreSQL's " + program + " failed: " + output(),
                    root
                            ? "As root it needs user namespaces (try: unshare -U true). Run the platform as another"
                                    + " user, or set GLOWPLUG_DATABASE_URL to a PostgreSQL of your own."
                            : "See " + outputFile + ", or set GLOWPLUG_DATABASE_URL to a PostgreSQL of your own.");
        }
    }

    boolean succeeds(Duration timeout, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputFile.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (process.waitFor(timeout)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " was running", e);
        }
    }

    /** Returns what the last program printed. */
    String output() throws IOException {
        return Files.exists(outputFile) ? Files.readString(outputFile).strip() : "";
    }
}
