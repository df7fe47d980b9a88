// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts lines that were lost, and says so in the log that they are missing from. */
class LogLosses {

    private final Map<Origin, Long> untold = new HashMap<>();
    private final Counter total;

    LogLosses(MeterRegistry meters) {
        this.total = Counter.builder("glowplug.function.log.lost")
                .baseUnit("lines")
                .description("Lines of functions that could not be stored in time")
                .register(meters);
    }

    private record Origin(String functionName, String version, String environmentId) {}

    synchronized void count(List<IdentifiedLine> lost) {
        total.increment(lost.size());
        for (IdentifiedLine lostLine : lost) {
            LogLine line = lostLine.line();
            untold.merge(new Origin(line.functionName(), line.version(), line.environmentId()), 1L, Long::sum);
        }
    }

    /** Returns one line for each environment that lost some since the last call. */
    synchronized List<LogLine> tell(Instant now) {
        List<LogLine> lines = new ArrayList<>();
        untold.forEach((origin, count) -> lines.add(new LogLine(
                origin.functionName(),
                origin.version(),
                origin.environmentId(),
                null,
                now,
                LogStream.PLATFORM,
                count + " lines are missing here: they could not be stored as fast as they were written")));
        untold.clear();
        return lines;
    }
}
