// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory of the control group file system, of either version. */
record GroupDirectory(Path path) {

    private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(10);
    private static final long REMOVAL_PAUSE_NANOS = 500_000;

    GroupDirectory child(String name) {
        return new GroupDirectory(path.resolve(name));
    }

    GroupDirectory parent() {
        return new GroupDirectory(path.resolve("..").normalize());
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void create() throws IOException {
        Files.createDirectories(path);
    }

    void write(String file, String value) throws IOException {
        Files.writeString(file(file), value);
    }

    void write(String file, long value) throws IOException {
        write(file, Long.toString(value));
    }

    boolean has(String file) {
        return Files.exists(file(file));
    }

    OptionalLong number(String file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file(file)).strip()));
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** Reads one counter of a file of lines such as {@code oom_kill 3}; 0 if it is not there. */
    long counter(String file, String name) {
        try {
            for (String line : Files.readAllLines(file(file))) {
                if (line.startsWith(name + " ")) {
                    return Long.parseLong(line.substring(name.length() + 1).strip());
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
        return 0;
    }

    List<GroupDirectory> children() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isDirectory).map(GroupDirectory::new).toList();
        }
    }

    void killProcesses() throws IOException {
        List<String> pids;
        try {
            pids = Files.readAllLines(file("cgroup.procs"));
        } catch (NoSuchFileException gone) {
            return;
        }
        for (String pid : pids) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The kernel refuses to remove a group until its last process is reaped, a moment after it was killed. */
    void removeWhenEmpty() throws IOException {
        long giveUp = System.nanoTime() + REMOVAL_LIMIT.toNanos();
        while (true) {
            try {
                Files.deleteIfExists(path);
                return;
            } catch (DirectoryNotEmptyException e) {
                throw e;
            } catch (FileSystemException busy) {
                if (System.nanoTime() - giveUp > 0) {
                    throw busy;
                }
                killProcesses();
                LockSupport.parkNanos(REMOVAL_PAUSE_NANOS);
            }
        }
    }
}
