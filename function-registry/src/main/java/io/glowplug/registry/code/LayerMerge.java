// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.CodePackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges unpacked packages into one read-only directory. Files are hard links where the file system allows, so that
 * the directory takes next to no space. Links in the packages are copied and never followed.
 */
final class LayerMerge {

    private LayerMerge() {}

    /** Returns a hash that is the same for the same packages in the same order only. */
    static String key(List<String> hashes) {
        return ArchiveCheck.sha256(
                hashes.stream().collect(Collectors.joining("\n")).getBytes(StandardCharsets.US_ASCII));
    }

    static List<String> hashes(List<CodePackage> layers) {
        return layers.stream().map(CodePackage::sha256).toList();
    }

    /** Adds one package to what is there; the directory stays writable until it is {@link #seal sealed}. */
    static void add(Path layer, Path target) throws IOException {
        Files.walkFileTree(layer, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path place = place(directory);
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(place);
                    Files.createDirectory(place);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path place = place(file);
                clear(place);
                if (attributes.isSymbolicLink()) {
                    Files.createSymbolicLink(place, Files.readSymbolicLink(file));
                } else {
                    linkOrCopy(file, place);
                }
                return FileVisitResult.CONTINUE;
            }

            private Path place(Path path) {
                return target.resolve(layer.relativize(path));
            }
        });
    }

    static void seal(Path target) throws IOException {
        Files.walkFileTree(target, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void clear(Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            FileTree.delete(place);
        } else {
            Files.deleteIfExists(place);
        }
    }

    private static void linkOrCopy(Path file, Path place) throws IOException {
        try {
            Files.createLink(place, file);
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
