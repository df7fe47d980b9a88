// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.LogLine;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What functions wrote. */
public interface FunctionLogs {

    /** Searches stored lines, oldest first. */
    Page<LogLine> search(LogQuery query, PageRequest page);

    /**
     * Follows new lines of a function, from whichever node, until closed. The consumer is called on a thread of its
     * own, in order, with a delay of at most about a second.
     */
    Tail tail(LogQuery query, Consumer<LogLine> consumer);

    /**
     * Selects lines; what is null selects nothing away.
     *
     * @param text lines that contain this, whatever the case
     */
    record LogQuery(
            @Nullable String functionName,
            @Nullable UUID invocationId,
            @Nullable String text,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** A running tail. */
    interface Tail extends AutoCloseable {
        @Override
        void close();
    }
}
