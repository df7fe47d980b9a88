// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import io.glowplug.runtime.LogStream;
import io.glowplug.runtime.telemetry.Telemetry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The output of one environment. Between {@link #begin} and {@link #end} it belongs to an invocation; what the
 * initialisation printed is kept and handed to the first one, because it was that one that needed it.
 *
 * <p>Any thread may call; calls wait for each other.
 */
public final class OutputCapture implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** What the poller reads before it turns to the next environment. */
    private static final int BYTES_PER_TURN = 256 * 1024;

    /**
     * A pipe holds 64 KiB, and an unprivileged process can raise that to 1 MiB. So whatever was written before a reply
     * is within this many bytes, and a process that goes on writing cannot keep its invocation from ending.
     */
    private static final int MOST_IN_A_PIPE = 1024 * 1024;

    private final OutputPoller poller;
    private final LogLines lines;
    private final OutputPipe stdout;
    private final OutputPipe stderr;
    private final LineSplitter stdoutLines = new LineSplitter();
    private final LineSplitter stderrLines = new LineSplitter();
    private final LineSplitter extensionLines = new LineSplitter();
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OutputPipe extensions;
    private boolean closed;

    OutputCapture(OutputPoller poller, LogLines lines) throws IOException {
        this.poller = poller;
        this.lines = lines;
        this.stdout = OutputPipe.open(new LinuxCalls(Arena.ofAuto()));
        this.stderr = OutputPipe.open(new LinuxCalls(Arena.ofAuto()));
    }

    /** Files for the process to write to, valid until {@link #processStarted()}. */
    public Path stdout() {
        return stdout.writeEnd();
    }

    public Path stderr() {
        return stderr.writeEnd();
    }

    /**
     * Makes a pipe with that name, for what is not the function's own output. To be called before the process is started.
     *
     * @throws IOException among other things when the path exists
     */
    public void openForExtensions(Path path) throws IOException {
        lock.lock();
        try {
            extensions = OutputPipe.named(new LinuxCalls(Arena.ofAuto()), path);
        } finally {
            lock.unlock();
        }
    }

    /** To be called once the process has opened its ends. */
    public void processStarted() throws IOException {
        lock.lock();
        try {
            stdout.closeWriteEnd();
            stderr.closeWriteEnd();
            poller.watch(stdout.readFd(), this);
            poller.watch(stderr.readFd(), this);
            if (extensions != null) {
                poller.watch(extensions.readFd(), this);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says whose output it is; what was printed before then is nobody's until it has been said. */
    public void belongTo(LogSource function, SecretMask mask) {
        lock.lock();
        try {
            lines.belongTo(function, mask);
        } finally {
            lock.unlock();
        }
    }

    /** Has every line told that is printed from now on, without secrets. */
    public void tell(Telemetry telemetry) {
        lock.lock();
        try {
            lines.tell(telemetry);
        } finally {
            lock.unlock();
        }
    }

    /** From now on output belongs to that invocation, as does everything kept so far. */
    public void begin(UUID invocationId, List<String> startLines) {
        lock.lock();
        try {
            lines.attributeTo(invocationId);
            startLines.forEach(lines::platform);
        } finally {
            lock.unlock();
        }
    }

    /** Adds lines of the platform's. */
    public void platform(List<String> texts) {
        lock.lock();
        try {
            texts.forEach(lines::platform);
        } finally {
            lock.unlock();
        }
    }

    /** Reads what was written so far, adds the closing lines and gives everything to the sink. */
    public void end(List<String> closingLines) {
        lock.lock();
        try {
            readAll();
            lines.endInvocation(closingLines);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the output of an initialisation that came to nothing to the invocation that waited for it, if one did. */
    public void attributeInit(@Nullable UUID invocationId, List<String> linesAfterIt) {
        lock.lock();
        try {
            readAll();
            lines.attributeTo(invocationId);
            linesAfterIt.forEach(lines::platform);
        } finally {
            lock.unlock();
        }
    }

    /** Called by the poller when there is something to read. */
    void readTurn() {
        if (!lock.tryLock()) {
            return; // an invocation is being ended, which reads all there is; the poller comes back for the rest
        }
        try {
            if (!closed) {
                readEach(BYTES_PER_TURN);
                lines.deliver();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                readAll();
                lines.attributeIfKept();
                lines.endInvocation(List.of());
                poller.forget(stdout.readFd());
                poller.forget(stderr.readFd());
                stdout.close();
                stderr.close();
                if (extensions != null) {
                    poller.forget(extensions.readFd());
                    extensions.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void readAll() {
        readEach(MOST_IN_A_PIPE);
        stdoutLines.flush(line -> lines.function(LogStream.STDOUT, line));
        stderrLines.flush(line -> lines.function(LogStream.STDERR, line));
        extensionLines.flush(lines::extension);
    }

    private void readEach(int most) {
        read(stdout, most, stdoutLines, line -> lines.function(LogStream.STDOUT, line));
        read(stderr, most, stderrLines, line -> lines.function(LogStream.STDERR, line));
        if (extensions != null) {
            read(extensions, most, extensionLines, lines::extension);
        }
    }

    private void read(OutputPipe pipe, int most, LineSplitter splitter, Consumer<String> sink) {
        int total = 0;
        while (total < most) {
            int length = pipe.read(buffer);
            if (length == OutputPipe.ENDED) {
                poller.forget(pipe.readFd());
                return;
            }
            if (length == OutputPipe.NOTHING_YET) {
                return;
            }
            total += length;
            int wanted = lines.admit(length);
            if (wanted > 0) {
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, wanted);
                splitter.accept(bytes, wanted, sink);
            }
        }
    }
}
