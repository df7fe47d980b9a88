// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

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

    /**
     * Returns a read-only directory with the content of several packages, merged in their order: what a later one
     * holds replaces what an earlier one has in the same place. Made once for each list; leased like code.
     *
     * @param layers at least one
     * @throws RefusedException as {@link #lease}
     * @throws UncheckedIOException as {@link #lease}
     */
    Lease leaseLayers(List<CodePackage> layers);

    /** A use of unpacked code; closing it allows the code to be collected when nothing else needs it. */
    interface Lease extends AutoCloseable {
        Path path();

        @Override
        void close();
    }
}
