// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of objects, in files that are named by numbers of ours: no key is ever part of a path. A file is written once
 * and never changed. One that no row names belongs to nobody, and the sweep removes it.
 */
final class ObjectFiles {

    private static final int BUFFER = 128 * 1024;

    private final Path directory;
    private final InstantSource time;

    ObjectFiles(Path directory, InstantSource time) {
        this.directory = directory.toAbsolutePath().normalize();
        this.time = time;
    }

    /** Writes a file and has it on disk for good, its name included, when it returns. */
    WrittenFile write(InputStream content, long expectedSize, @Nullable String expectedMd5) throws IOException {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Path file = file(id);
        makeFolder(file.resolveSibling(""));
        boolean kept = false;
        try {
            WrittenFile written = write(id, file, content);
            if (expectedSize >= 0 && written.size() != expectedSize) {
                throw RefusedException.invalid(
                        "size", "must be what was announced: " + expectedSize + ", and not " + written.size());
            }
            if (expectedMd5 != null && !expectedMd5.equals(written.md5())) {
                throw RefusedException.invalid("md5", "must be the one that was announced");
            }
            force(file.resolveSibling(""));
            kept = true;
            return written;
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static WrittenFile write(UUID id, Path file, InputStream content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        MessageDigest md5 = md5();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                md5.update(buffer, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                size += read;
            }
            channel.force(true);
        }
        return new WrittenFile(id, size, HexFormat.of().formatHex(md5.digest()));
    }

    /** Gives a file a second name, by which its bytes stay when the first one is removed. */
    UUID link(UUID original) throws IOException {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Path file = file(id);
        makeFolder(file.resolveSibling(""));
        // The two share their age, and a new name must not look old to the sweep for a moment.
        Files.setLastModifiedTime(file(original), FileTime.from(time.instant()));
        try {
            Files.createLink(file, file(original));
        } catch (UnsupportedOperationException noLinks) {
            Files.copy(file(original), file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        force(file.resolveSibling(""));
        return id;
    }

    FileChannel open(UUID id) throws IOException {
        return FileChannel.open(file(id), StandardOpenOption.READ);
    }

    void remove(UUID id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    /** Returns the folders that files are spread over. */
    List<Path> folders() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    /** Returns the files of a folder that nobody has written or linked since that time. */
    List<UUID> olderThan(Path folder, Instant time) throws IOException {
        List<UUID> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    found.add(UUID.fromString(file.getFileName().toString()));
                }
            }
        }
        return found;
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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

    /** Spread by the last digits: the first ones are the time. */
    private Path file(UUID id) {
        String name = id.toString();
        return directory.resolve(name.substring(name.length() - 2)).resolve(name);
    }

    /** Runs what may fail on the disk, for callers that cannot do anything about it. */
    static <T> T onDisk(DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    interface DiskWork<T> {
        T run() throws IOException;
    }
}
