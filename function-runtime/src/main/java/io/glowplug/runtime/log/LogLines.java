// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import io.glowplug.runtime.FunctionLogSink;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import io.glowplug.runtime.telemetry.Telemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of one environment, attributes them and hands them on in batches. Output beyond the limit is
 * counted and dropped, and one line says so. Used under the lock of its {@link OutputCapture}.
 */
final class LogLines {

    private record Written(Instant time, LogStream stream, String text) {}

    private final FunctionLogSink sink;
    private final InstantSource clock;
    private final long limitBytes;
    private final List<Written> pending = new ArrayList<>();

    /** Null while the process has no function yet. */
    private @Nullable LogSource source;

    private SecretMask mask = SecretMask.NONE;
    private Telemetry telemetry = Telemetry.NONE;

    /** False until the output of the initialisation has found its invocation. */
    private boolean attributed;

    private @Nullable UUID invocationId;
    private long admittedBytes;
    private long droppedBytes;

    LogLines(FunctionLogSink sink, InstantSource clock, long limitBytes) {
        this.sink = sink;
        this.clock = clock;
        this.limitBytes = limitBytes;
    }

    void belongTo(LogSource function, SecretMask itsSecrets) {
        source = function;
        mask = itsSecrets;
    }

    void tell(Telemetry listener) {
        telemetry = listener;
    }

    /** Returns how many of that many bytes are within the limit; the others are counted as dropped. */
    int admit(int length) {
        int admitted = (int) Math.min(length, limitBytes - admittedBytes);
        admittedBytes += admitted;
        droppedBytes += length - admitted;
        return admitted;
    }

    void function(LogStream stream, String text) {
        Written line = add(stream, text);
        telemetry.function(line.time(), line.text());
    }

    void extension(String text) {
        Written line = add(LogStream.STDOUT, text);
        telemetry.extension(line.time(), line.text());
    }

    void platform(String text) {
        add(LogStream.PLATFORM, text);
    }

    private Written add(LogStream stream, String text) {
        var line = new Written(clock.instant(), stream, mask.applyTo(text));
        pending.add(line);
        return line;
    }

    /** Gives what is pending to what it belonged to; from now on everything belongs to that invocation. */
    void attributeTo(@Nullable UUID invocation) {
        if (attributed) {
            noteDropped();
            deliver();
        }
        attributed = true;
        invocationId = invocation;
    }

    /** Output of an initialisation that nobody waited for belongs to no invocation. */
    void attributeIfKept() {
        attributed = true;
    }

    void endInvocation(List<String> closingLines) {
        noteDropped();
        closingLines.forEach(this::platform);
        deliver();
        if (attributed) {
            invocationId = null;
        }
        admittedBytes = 0;
    }

    void deliver() {
        LogSource source = this.source;
        if (source == null || !attributed || pending.isEmpty()) {
            return;
        }
        var batch = new ArrayList<LogLine>(pending.size());
        for (Written line : pending) {
            batch.add(new LogLine(
                    source.functionName(),
                    source.version(),
                    source.environmentId(),
                    invocationId,
                    line.time(),
                    line.stream(),
                    line.text()));
        }
        pending.clear();
        sink.write(batch);
    }

    private void noteDropped() {
        if (droppedBytes > 0) {
            platform("Output limit of " + limitBytes + " bytes reached: " + droppedBytes + " bytes were dropped");
            droppedBytes = 0;
        }
    }
}
