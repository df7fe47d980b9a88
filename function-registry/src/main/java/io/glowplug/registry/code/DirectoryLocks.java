// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks between processes that share a code directory, one for each package: exclusive to unpack or to remove it,
 * shared to use it. The operating system frees the locks of a process that dies. A package's lock is one byte of a
 * single file, at a position taken from its hash.
 *
 * <p>The locks belong to the whole process, so within one process only one {@link NodeCodeDirectory} may use a
 * directory.
 */
final class DirectoryLocks implements AutoCloseable {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int POSITION_DIGITS = 15;

    private final FileChannel channel;

    DirectoryLocks(Path file) throws IOException {
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    FileLock shared(String sha256) throws IOException {
        return await(sha256, true);
    }

    FileLock exclusive(String sha256) throws IOException {
        return await(sha256, false);
    }

    Optional<FileLock> tryExclusive(String sha256) throws IOException {
        return Optional.ofNullable(channel.tryLock(position(sha256), 1, false));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Tries again and again instead of blocking: interrupting a thread that blocks here would close the channel. */
    private FileLock await(String sha256, boolean shared) throws IOException {
        FileLock lock = channel.tryLock(position(sha256), 1, shared);
        while (lock == null) {
            LockSupport.parkNanos(RETRY_NANOS);
            lock = channel.tryLock(position(sha256), 1, shared);
        }
        return lock;
    }

    private static long position(String sha256) {
        return Long.parseLong(sha256.substring(0, POSITION_DIGITS), 16);
    }
}
