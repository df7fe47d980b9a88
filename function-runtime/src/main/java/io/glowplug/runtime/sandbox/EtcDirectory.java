// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes the {@code /etc} that functions see: enough for libraries that ask who and where they are, and no more. */
final class EtcDirectory {

    private static final Path HOST = Path.of("/etc");

    /** What Lambda calls the environment; extensions listen under these names. */
    private static final String ITSELF = " sandbox.localdomain sandbox sandbox.local";

    private EtcDirectory() {}

    static Path withoutNetwork(Path directory) throws IOException {
        Files.createDirectories(directory);
        write(directory, "passwd", """
                root:x:0:0:root:/root:/sbin/nologin
                sbx_user1051:x:993:990::/tmp:/sbin/nologin
                """);
        write(directory, "group", """
                root:x:0:
                sbx_user1051:x:990:
                """);
        write(directory, "hosts", "127.0.0.1 localhost glowplug" + ITSELF + "\n::1 localhost\n");
        write(directory, "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        copyIfPresent(Path.of("/usr/share/zoneinfo/UTC"), directory.resolve("localtime"));
        copyIfPresent(HOST.resolve("ld.so.cache"), directory.resolve("ld.so.cache"));
        copySettingsOfJdks(directory);
        return directory;
    }

    static Path withHostNetwork(Path directory) throws IOException {
        withInternet(directory);
        for (String file : List.of("resolv.conf", "hosts")) {
            copyIfPresent(HOST.resolve(file), directory.resolve(file));
        }
        Files.writeString(
                directory.resolve("hosts"),
                "\n127.0.0.1" + ITSELF + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return directory;
    }

    /** Names are asked of {@code glowplug-init}; nothing tells of the host's own resolver, search domains or names. */
    static Path withInternet(Path directory) throws IOException {
        withoutNetwork(directory);
        write(directory, "resolv.conf", "nameserver 127.0.0.53\noptions timeout:6 attempts:2\n");
        for (String file : List.of("services", "protocols")) {
            copyIfPresent(HOST.resolve(file), directory.resolve(file));
        }
        for (String certificates : List.of("ssl/certs", "ssl/openssl.cnf", "pki/tls/certs", "pki/ca-trust/extracted")) {
            copyTree(HOST.resolve(certificates), directory.resolve(certificates));
        }
        return directory;
    }

    /**
     * Distributions keep a JDK's settings and certificates here and put links into the JDK's own directory. Left out is
     * {@code management}, where an administrator may keep passwords.
     */
    private static void copySettingsOfJdks(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(HOST, "java-*-openjdk")) {
            for (Path settings : entries) {
                Path copy = directory.resolve(settings.getFileName());
                copyTree(settings.resolve("security"), copy.resolve("security"));
                copyFiles(settings, copy);
            }
        }
        copyIfPresent(HOST.resolve("ssl/certs/java/cacerts"), directory.resolve("ssl/certs/java/cacerts"));
        copyIfPresent(HOST.resolve("pki/java/cacerts"), directory.resolve("pki/java/cacerts"));
    }

    private static void write(Path directory, String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static void copyIfPresent(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from) && Files.isReadable(from)) {
            Files.createDirectories(to.getParent());
            Files.write(to, Files.readAllBytes(from));
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (var entries = Files.newDirectoryStream(from, Files::isRegularFile)) {
            for (Path file : entries) {
                copyIfPresent(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Copies what links point at: their targets may lie in places that the sandbox does not show. */
    private static void copyTree(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            try (var entries = Files.list(from)) {
                for (Path entry : entries.toList()) {
                    copyTree(entry, to.resolve(entry.getFileName()));
                }
            }
        } else {
            copyIfPresent(from, to);
        }
    }
}
