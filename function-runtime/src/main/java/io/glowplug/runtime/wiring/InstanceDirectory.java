// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The private directory of this platform below the one that all platforms of a user share.
 *
 * @param shared holds the bootstraps and one directory per running platform
 */
record InstanceDirectory(Path shared, Path own) {

    /** Longest path of a unix socket: Linux has room for 107 bytes and a zero, the JDK stops one short of that. */
    private static final int LONGEST_SOCKET_PATH = 106;

    private static final int SOCKET_BELOW_OWN = "/0123456789abcdef0123456789abcdef/wire/socket".length();

    static InstanceDirectory prepare(Path shared, PlatformInstance instance) throws IOException {
        Path absolute = shared.toAbsolutePath().normalize();
        if (Files.notExists(absolute)) {
            Files.createDirectories(absolute);
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
        }
        refuseForeign(absolute);
        Path own = absolute.resolve("node-" + instance.name());
        if (own.toString().length() + SOCKET_BELOW_OWN > LONGEST_SOCKET_PATH) {
            throw new IOException("The path of glowplug.runtime.directory is too long for sockets: " + absolute);
        }
        Files.createDirectories(own);
        return new InstanceDirectory(absolute, own);
    }

    /** In a directory that others may write to, somebody else could have put this one there. */
    private static void refuseForeign(Path shared) throws IOException {
        Object owner = Files.getAttribute(shared, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        boolean open = Files.getPosixFilePermissions(shared).stream()
                .anyMatch(permission -> permission.name().endsWith("_WRITE")
                        && !permission.name().startsWith("OWNER"));
        if (!owner.equals(self) || open) {
            throw new IOException(
                    "The directory " + shared + " must belong to the platform's user, and to nobody else");
        }
    }

    /** Removes directories of platforms that are no longer running. */
    void removeLeftOvers() throws IOException {
        List<Path> nodes;
        try (Stream<Path> entries = Files.list(shared)) {
            nodes = entries.filter(entry -> entry.getFileName().toString().startsWith("node-"))
                    .toList();
        }
        for (Path node : nodes) {
            String name = node.getFileName().toString().substring("node-".length());
            if (!PlatformInstance.runs(name)) {
                FileSystemUtils.deleteRecursively(node);
            }
        }
    }

    void remove() throws IOException {
        FileSystemUtils.deleteRecursively(own);
    }
}
