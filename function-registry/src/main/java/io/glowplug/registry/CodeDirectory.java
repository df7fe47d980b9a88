// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Gives code as files. */
public interface CodeDirectory {

    /**
     * Returns a read-only directory with the unpacked code, unpacking it first if this node has not done so yet. It
     * stays while the lease is open. Safe to call from many threads; unpacking happens once.
     *
     * @throws RefusedException {@link Refusal#NOT_FOUND} if the code was collected because its function is gone
     * @throws UncheckedIOException if this node's disk failed or is full; another call may succeed
     */
    Lease lease(CodePackage code);

    /** A use of unpacked code; closing it allows the code to be collected when nothing else needs it. */
    interface Lease extends AutoCloseable {
        Path path();

        @Override
        void close();
    }
}
