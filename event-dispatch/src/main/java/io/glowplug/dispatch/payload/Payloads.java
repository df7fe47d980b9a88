// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.runtime.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns payloads into what their columns hold, and back. */
public final class Payloads {

    private final @Nullable PayloadFiles files;
    private final int largestInRow;

    private Payloads(@Nullable PayloadFiles files, int largestInRow) {
        this.files = files;
        this.largestInRow = largestInRow;
    }

    /** All in their rows. */
    public static Payloads inRows() {
        return new Payloads(null, Integer.MAX_VALUE);
    }

    /** Those that are larger than that many bytes in files of that directory, which all nodes have to share. */
    public static Payloads inFiles(Path directory, int largestInRow, InstantSource time) {
        return new Payloads(new PayloadFiles(directory, time), largestInRow);
    }

    @Nullable
    PayloadFiles files() {
        return files;
    }

    /**
     * Has a large payload on disk, so that the transaction that stores it later need not wait for that.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void prepare(Payload payload) {
        if (payload.size() > largestInRow) {
            keep(payload);
        }
    }

    /**
     * What the column is to hold. A file that it names is on disk.
     *
     * @throws UncheckedIOException if that cannot be written
     */
    public byte[] stored(Payload payload) {
        return payload.size() > largestInRow
                ? StoredPayload.inFile(keep(payload), payload.size())
                : StoredPayload.inRow(payload);
    }

    /** A payload that goes on without having been stored, in the form that a stored one has. */
    public static Payload unstored(Payload payload) {
        byte[] column = StoredPayload.inRow(payload);
        return Arrays.equals(column, payload.bytes()) ? payload : Payload.wrap(column);
    }

    /** What stands in a column from which the payload was removed. */
    public static byte[] gone() {
        return StoredPayload.gone();
    }

    /**
     * The payload that a column holds or names; empty if it is past its retention.
     *
     * @throws UncheckedIOException if its file cannot be read at this moment
     */
    public Optional<Payload> read(byte[] column) {
        return switch (StoredPayload.read(column)) {
            case StoredPayload.InRow inRow -> Optional.of(inRow.payload());
            case StoredPayload.InFile inFile -> Optional.of(read(inFile));
            case StoredPayload.Gone _ -> Optional.empty();
        };
    }

    private Payload read(StoredPayload.InFile inFile) {
        if (files == null) {
            throw new UncheckedIOException(
                    new IOException("the payload is in a file, and this node has no directory for such files"));
        }
        try {
            Payload payload = files.read(inFile.sha256());
            if (!payload.sha256().equals(inFile.sha256())) {
                throw new IOException("the file of payload " + inFile.sha256() + " has other content");
            }
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String keep(Payload payload) {
        String sha256 = payload.sha256();
        try {
            if (files != null) {
                files.keep(sha256, payload);
            }
            return sha256;
        } catch (IOException e) {
            throw new UncheckedIOException("A large payload cannot be written", e);
        }
    }
}
