// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One package while this process leases it. The first lease unpacks, the others wait for it. */
final class UnpackedCode {

    private final String sha256;
    private final Path place;
    private final Path staging;
    private final DirectoryLocks locks;
    private final ReentrantLock gate = new ReentrantLock();
    private @Nullable FileLock shared;
    private int leases;

    UnpackedCode(String sha256, Path place, Path staging, DirectoryLocks locks) {
        this.sha256 = sha256;
        this.place = place;
        this.staging = staging;
        this.locks = locks;
    }

    /** Counts one lease more; the caller makes sure that counting happens by one thread at a time. */
    UnpackedCode retained() {
        leases++;
        return this;
    }

    /** Counts one lease less and returns whether it was the last. */
    boolean released() {
        leases--;
        if (leases > 0) {
            return false;
        }
        try (FileLock _ = shared) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void prepare(Supplier<byte[]> archive) throws IOException {
        gate.lock();
        try {
            while (shared == null) {
                if (!Files.exists(place)) {
                    unpack(archive);
                }
                // Between the exclusive and the shared lock another process may remove the directory again.
                FileLock lock = locks.shared(sha256);
                if (Files.exists(place)) {
                    shared = lock;
                } else {
                    lock.release();
                }
            }
        } finally {
            gate.unlock();
        }
    }

    private void unpack(Supplier<byte[]> archive) throws IOException {
        try (FileLock _ = locks.exclusive(sha256)) {
            if (Files.exists(place)) {
                return;
            }
            byte[] bytes = archive.get();
            if (!ArchiveCheck.sha256(bytes).equals(sha256)) {
                throw new IOException("the stored archive is damaged");
            }
            discardStaging();
            try {
                Unpacker.unpack(bytes, staging);
                Files.move(staging, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (UnreadableArchiveException e) {
                throw new IOException("the stored archive is no longer accepted: it " + e.getMessage(), e);
            } finally {
                discardStaging();
            }
        }
    }

    private void discardStaging() throws IOException {
        if (Files.exists(staging)) {
            FileTree.delete(staging);
        }
    }
}
