// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL of a node that runs in another process, looked for without touching anything. */
public record RunningEmbedded(String url, String username, String password) {

    private static final int LINE_OF_PORT = 3;

    /** Looks into a data directory. */
    public static Optional<RunningEmbedded> find(Path data) {
        try {
            List<String> lock = Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"));
            if (lock.size() <= LINE_OF_PORT
                    || !Files.isDirectory(Path.of("/proc", lock.getFirst().strip()))) {
                return Optional.empty();
            }
            String password =
                    Files.readString(data.resolve("postgres-password")).strip();
            return Optional.of(new RunningEmbedded(
                    "jdbc:postgresql://127.0.0.1:" + lock.get(LINE_OF_PORT).strip() + "/" + PostgresCluster.DATABASE,
                    PostgresCluster.USER,
                    password));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "RunningEmbedded[" + url + "]";
    }
}
