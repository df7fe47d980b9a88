// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A pipe whose read end, non-blocking, stays here and whose write end a process gets. Not safe for several threads at
 * a time, apart from {@link #writeEnd()}.
 */
final class OutputPipe implements AutoCloseable {

    /** What {@link #read} returns besides a number of bytes. */
    static final int NOTHING_YET = -1;

    static final int ENDED = 0;

    private static final int CLOSED = -1;
    private static final int OWNER_ONLY = 0600;

    private final LinuxCalls calls;
    private int readFd;
    private int writeFd;

    private OutputPipe(LinuxCalls calls, int readFd, int writeFd) {
        this.calls = calls;
        this.readFd = readFd;
        this.writeFd = writeFd;
    }

    static OutputPipe open(LinuxCalls calls) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            check(calls.pipe2(ends, LinuxCalls.O_CLOEXEC), "pipe2");
            var pipe = new OutputPipe(calls, ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
            check(calls.setFlags(pipe.readFd, LinuxCalls.O_NONBLOCK), "fcntl");
            return pipe;
        }
    }

    /**
     * Makes a pipe with a name, for processes that cannot be handed a write end. One is kept open here, as otherwise the
     * pipe would count as ended until the first of them has come.
     */
    static OutputPipe named(LinuxCalls calls, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            check(calls.mkfifo(name, OWNER_ONLY), "mkfifo");
            int flags = LinuxCalls.O_RDWR | LinuxCalls.O_NONBLOCK | LinuxCalls.O_CLOEXEC;
            return new OutputPipe(calls, check(calls.open(name, flags), "open"), CLOSED);
        }
    }

    int readFd() {
        return readFd;
    }

    /** A file that a process can be told to write to; opening it gives a write end of its own. */
    Path writeEnd() {
        return Path.of("/proc/self/fd/" + writeFd);
    }

    /** Once the process has its own write end, ours would only keep the pipe from ending. */
    void closeWriteEnd() {
        if (writeFd != CLOSED) {
            calls.close(writeFd);
            writeFd = CLOSED;
        }
    }

    int read(MemorySegment buffer) {
        while (readFd != CLOSED) {
            int read = calls.read(readFd, buffer);
            if (read >= 0) {
                return read;
            }
            if (read != -LinuxCalls.EINTR) {
                return read == -LinuxCalls.EAGAIN ? NOTHING_YET : ENDED;
            }
        }
        return ENDED;
    }

    @Override
    public void close() {
        closeWriteEnd();
        if (readFd != CLOSED) {
            calls.close(readFd);
            readFd = CLOSED;
        }
    }

    static int check(int result, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with error " + -result);
        }
        return result;
    }
}
