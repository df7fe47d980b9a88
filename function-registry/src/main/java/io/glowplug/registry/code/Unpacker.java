// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes a checked archive to a new directory and leaves it read-only. */
final class Unpacker {

    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> READ_AND_EXECUTE = PosixFilePermissions.fromString("r-xr-xr-x");

    private Unpacker() {}

    static void unpack(byte[] archive, Path target) throws IOException {
        Files.createDirectory(target);
        Allowance allowance = new Allowance(ArchiveCheck.MAX_UNZIPPED_BYTES);
        TreeSet<Path> directories = new TreeSet<>(Set.of(target));
        try (ZipArchive zip = ZipArchive.open(archive)) {
            List<ZipArchive.Member> members = zip.members();
            for (ZipArchive.Member member : members) {
                Path path = target.resolve(member.entry().path());
                createParents(path, directories);
                switch (member.entry()) {
                    case ArchiveEntry.Directory _ -> {
                        Files.createDirectories(path);
                        directories.add(path);
                    }
                    case ArchiveEntry.RegularFile file -> {
                        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
                            zip.copy(member, out, allowance);
                        }
                        Files.setPosixFilePermissions(path, file.executable() ? READ_AND_EXECUTE : READ_ONLY);
                    }
                    case ArchiveEntry.Link link -> Files.createSymbolicLink(path, Path.of(link.target()));
                }
            }
        }
        for (Path directory : directories.descendingSet()) {
            Files.setPosixFilePermissions(directory, READ_AND_EXECUTE);
        }
    }

    private static void createParents(Path path, Set<Path> directories) throws IOException {
        for (Path parent = path.getParent(); parent != null && directories.add(parent); parent = parent.getParent()) {
            Files.createDirectories(parent);
        }
    }
}
