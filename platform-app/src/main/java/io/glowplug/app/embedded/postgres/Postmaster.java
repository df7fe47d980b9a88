// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The server process that PostgreSQL's own lock file in a cluster's directory names.
 *
 * @param pid process id
 */
record Postmaster(long pid) {

    private static final String LOCK_FILE = "postmaster.pid";

    /**
     * Returns the server that runs on that directory. A lock file whose process is gone, or is a stranger that has got
     * the same number since, is removed: PostgreSQL itself would take a stranger for a server.
     */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        Path lockFile = cluster.resolve(LOCK_FILE);
        String firstLine;
        try {
            firstLine =
                    Files.readString(lockFile).lines().findFirst().orElse("").strip();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (firstLine.matches("[0-9]{1,10}") && worksIn(cluster, Long.parseLong(firstLine))) {
            return Optional.of(new Postmaster(Long.parseLong(firstLine)));
        }
        Files.deleteIfExists(lockFile);
        return Optional.empty();
    }

    private static boolean worksIn(Path cluster, long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.isSameFile(process.resolve("cwd"), cluster);
        } catch (IOException goneOrSomebodyElses) {
            return false;
        }
    }
}
