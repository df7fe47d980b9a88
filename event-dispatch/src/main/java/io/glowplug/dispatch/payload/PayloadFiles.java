// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.runtime.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Payloads in files that are named by their content. Several nodes may share the directory.
 *
 * <p>A file is removed in two steps: it is set aside first, under another name, and then looked at once more. Whoever
 * needs it in between either renewed its time before, so that it is put back, or does not find it and writes it anew.
 */
final class PayloadFiles {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String ASIDE = ".aside";
    private static final String DRAFT = ".draft";

    private final Path directory;
    private final InstantSource time;

    PayloadFiles(Path directory, InstantSource time) {
        this.directory = directory.toAbsolutePath().normalize();
        this.time = time;
    }

    /** Has the payload on disk for good, and its file young, when it returns. */
    void keep(String sha256, Payload payload) throws IOException {
        Path file = file(sha256);
        try {
            Files.setLastModifiedTime(file, FileTime.from(time.instant()));
        } catch (NoSuchFileException isNew) {
            write(file, payload);
        }
    }

    /** Reads a file, also while it is set aside. */
    Payload read(String sha256) throws IOException {
        Path file = file(sha256);
        try {
            return Payload.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException perhapsAside) {
            try {
                return Payload.wrap(Files.readAllBytes(aside(file)));
            } catch (NoSuchFileException perhapsBack) {
                return Payload.wrap(Files.readAllBytes(file));
            }
        }
    }

    /** Files that nobody has written or needed since that time, and those that a crash left set aside or unfinished. */
    List<String> olderThan(Instant time) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    tidy(file, time);
                    String name = file.getFileName().toString();
                    if (NAME.matcher(name).matches() && isOlder(file, time)) {
                        found.add(name);
                    }
                }
            }
        }
        return found;
    }

    /** Sets a file aside; false if somebody else did, or has needed it since that time. */
    boolean setAside(String sha256, Instant time) throws IOException {
        Path file = file(sha256);
        try {
            Files.move(file, aside(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException other) {
            return false;
        }
        if (isOlder(aside(file), time)) {
            return true;
        }
        putBack(sha256);
        return false;
    }

    /** Where it has been written anew meanwhile, the two are the same. */
    void putBack(String sha256) throws IOException {
        Path file = file(sha256);
        try {
            Files.move(aside(file), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException other) {
            // Another node's sweep has dealt with it.
            return;
        }
    }

    void removeAside(String sha256) throws IOException {
        Files.deleteIfExists(aside(file(sha256)));
    }

    private void tidy(Path file, Instant time) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(DRAFT) && isOlder(file, time)) {
            Files.deleteIfExists(file);
        } else if (name.endsWith(ASIDE) && isOlder(file, time.minus(Duration.ofMinutes(10)))) {
            // A sweep crashed: what it had set aside is judged again.
            putBack(name.substring(0, name.length() - ASIDE.length()));
        }
    }

    private static boolean isOlder(Path file, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    private void write(Path file, Payload payload) throws IOException {
        Path folder = file.resolveSibling("");
        makeFolder(folder);
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + DRAFT);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(payload.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(directory);
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                force(directory);
            } catch (FileAlreadyExistsException meanwhile) {
                // Another one made it.
            }
        }
    }

    /** A new name is durable only once its directory is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(String sha256) {
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ASIDE);
    }
}
