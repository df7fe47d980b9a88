// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answer of a function that streams, piece by piece, while the function makes it. All calls come on the thread
 * that invokes, before the outcome is known. Only {@link AttemptOutcome.Returned} says that the answer is whole: after
 * any other outcome, and when the platform dies, what was written is the beginning of an answer that has no end, and
 * must not be passed on as a complete one.
 *
 * <p>When a method throws, the caller counts as gone: nothing more is written, the function goes on, and the rest of its
 * answer is dropped.
 */
public interface AnswerSink {

    /**
     * The function has begun to stream; called at most once, before anything is written. A function that answers in one
     * piece, or fails before its first byte, never gets here.
     *
     * @param contentType what the function says its answer is, or null if it does not say; checked to be fit for a header
     */
    void begin(@Nullable String contentType) throws IOException;

    /** Writes a piece; the function is slowed down for as long as this blocks. The array is not to be kept or changed. */
    void write(byte[] bytes) throws IOException;
}
