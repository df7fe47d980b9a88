// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One package, or several merged, while this process leases it. The first lease unpacks, the others wait for it. */
final class UnpackedCode {

    /** Puts what belongs there into a directory that does not exist yet. */
    interface Filler {
        void fill(Path directory) throws IOException;
    }

    private final String lockKey;
    private final Path place;
    private final Path staging;
    private final DirectoryLocks locks;
    private final ReentrantLock gate = new ReentrantLock();
    private @Nullable FileLock shared;
    private int leases;

    UnpackedCode(String lockKey, Path place, Path staging, DirectoryLocks locks) {
        this.lockKey = lockKey;
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

    void prepare(Filler filler) throws IOException {
        gate.lock();
        try {
            while (shared == null) {
                if (!Files.exists(place)) {
                    fill(filler);
                }
                // Between the exclusive and the shared lock another process may remove the directory again.
                FileLock lock = locks.shared(lockKey);
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

    private void fill(Filler filler) throws IOException {
        try (FileLock _ = locks.exclusive(lockKey)) {
            if (Files.exists(place)) {
                return;
            }
            discardStaging();
            try {
                filler.fill(staging);
                Files.move(staging, place, StandardCopyOption.ATOMIC_MOVE);
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
