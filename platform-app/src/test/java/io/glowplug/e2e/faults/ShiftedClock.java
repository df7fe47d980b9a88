// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The wall clock of one process, moved by a preloaded library, so that the platform needs no hook for it. */
final class ShiftedClock {

    private final Path library;
    private final Path file;

    private ShiftedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Compiles the library into that directory; empty where there is no compiler. */
    static Optional<Path> compileInto(Path directory) {
        Path source = directory.resolve("clock.c");
        Path library = directory.resolve("clock.so");
        try (InputStream in = Objects.requireNonNull(ShiftedClock.class.getResourceAsStream("clock.c"))) {
            Files.write(source, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean compiled =
                Processes.succeeds("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString());
        return compiled ? Optional.of(library) : Optional.empty();
    }

    static ShiftedClock of(Path library, Path directory) {
        ShiftedClock clock = new ShiftedClock(library, directory.resolve("clock"));
        clock.shift(Duration.ZERO);
        return clock;
    }

    /** What the process has to be started with. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "SHIFTED_CLOCK_FILE", file.toString());
    }

    /** Lets the process believe that it is so much later than it is. */
    void shift(Duration by) {
        ByteBuffer seconds =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(by.toSeconds());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(seconds.flip(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
