// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.StartRefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the class path into the data directory. */
final class PostgresBinaries {

    private static final int OWNER_MAY_EXECUTE = 0100;

    private PostgresBinaries() {}

    /** Returns the directory that has {@code bin/postgres} and its company in it. */
    static Path unpackInto(DataDirectory data) throws IOException {
        URL archive = archive();
        // The size tells one release's archive from another's without reading 15 MB at every start.
        long size = archive.openConnection().getContentLengthLong();
        Path home = data.resolve("postgres-" + size);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path draft = data.resolve("postgres-" + size + ".unpacking");
        FileSystemUtils.deleteRecursively(draft);
        try (InputStream stream = new BufferedInputStream(archive.openStream())) {
            unpack(stream, Files.createDirectories(draft));
        }
        return Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static URL archive() {
        String architecture = System.getProperty("os.arch");
        String name = switch (architecture) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
            default -> "/postgres-linux-" + architecture + ".txz";
        };
        URL archive = PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new StartRefusedException(
                    "There is no embedded PostgreSQL for the processor architecture " + architecture + ".",
                    "Set GLOWPLUG_DATABASE_URL to a PostgreSQL of your own.");
        }
        return archive;
    }

    private static void unpack(InputStream stream, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive of PostgreSQL has an entry outside of it: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
                        makeExecutable(file);
                    }
                }
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(file, permissions);
    }
}
