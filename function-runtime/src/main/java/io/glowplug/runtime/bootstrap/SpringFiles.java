// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A directory with what functions of Spring are run by: {@code spring-host.jar}, and Spring Cloud Function with all it
 * needs for those that bring none.
 *
 * @param directory named by its content, all files read-only
 */
public record SpringFiles(Path directory) {

    private static final String LIST = "jars.txt";

    /**
     * Writes the directory below {@code parent} unless it is there already. It gets its name when it is complete, so
     * one that has the name is not read again: 16 MB would be felt at each start of the platform.
     */
    static SpringFiles extractTo(Path parent) throws IOException {
        List<String> list;
        try (InputStream in = open(LIST)) {
            list = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        Path target = parent.resolve(list.getFirst() + "-spring");
        if (Files.notExists(target)) {
            write(list.subList(1, list.size()), parent, target);
        }
        return new SpringFiles(target);
    }

    private static void write(List<String> jars, Path parent, Path target) throws IOException {
        Path draft = Files.createTempDirectory(parent, ".draft-");
        try {
            for (String jar : jars) {
                Path file = draft.resolve(jar);
                try (InputStream in = open(jar)) {
                    Files.copy(in, file);
                }
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(draft, target);
        } catch (FileSystemException e) {
            if (Files.notExists(target)) { // otherwise another platform was quicker
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
    }

    private static InputStream open(String file) throws IOException {
        return BootstrapFiles.open("spring/" + file);
    }
}
