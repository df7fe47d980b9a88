// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wire to one process. The listening socket exists once the channel is open, so the process is started after it.
 * At most one thread uses a channel at a time, but any thread may close it; that wakes up the one that waits.
 *
 * <p>Whoever owns the process says so when it has ended: a process that dies before it has connected is not visible on
 * the wire.
 */
public interface RuntimeChannel extends AutoCloseable {

    /**
     * Largest answer of a function in bytes, Lambda's 6 MiB and 100 bytes:
     * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
     */
    int MAX_ANSWER_BYTES = Payload.MAX_SYNC_BYTES + 100;

    /** Largest piece of a streamed answer that is handed on at once. */
    int MAX_PIECE_BYTES = 256 * 1024;

    /** Waits until the process asks for its first event, reports that it cannot initialise, or is gone. */
    Init awaitInit();

    /**
     * Hands over one event and waits for the reply. Deadlines are enforced by the caller, who ends the process. Call it
     * only after {@link #awaitInit} found the process ready; on a closed channel the reply is {@link Reply.NotTaken}.
     */
    Reply invoke(Handover handover);

    /**
     * Tells the channel that the process has ended, with all its children. What it said before is still heard, so that
     * a reason given with the last breath is not lost; whoever waits for more learns that the process is gone.
     */
    void processEnded();

    /** Who else lives in the environment. */
    default Companions companions() {
        return Companions.NONE;
    }

    /** As {@link #processEnded}, while others of the environment are still there. */
    default void runtimeEnded() {
        processEnded();
    }

    /** Wakes up the waiting thread with "gone", whatever the runtime does, and still serves the companions. */
    default void abandonRuntime() {
        close();
    }

    /** Wakes up the waiting thread with "gone" and removes the socket. Closing twice is harmless. */
    @Override
    void close();

    /** How the initialisation ended. */
    sealed interface Init {
        record Ready() implements Init {}

        record Failed(String errorType, String errorMessage, Payload errorDocument) implements Init {}

        record Gone() implements Init {}
    }

    /** How an invocation ended, as seen on the wire, or that its answer has begun to come in pieces. */
    sealed interface Reply {
        record Answered(Payload answer) implements Reply {}

        /**
         * The process streams its answer. The channel is for nothing else until the last piece was taken.
         *
         * @param contentType what the process says the answer is, fit for a header, or null
         */
        record Streaming(@Nullable String contentType, Pieces pieces) implements Reply {}

        record Failed(String errorType, String errorMessage, Payload errorDocument) implements Reply {}

        /** The process went away before it had read the whole event, so the handler was not entered. */
        record NotTaken() implements Reply {}

        /** The process went away with the event in its hands. */
        record Gone() implements Reply {}
    }

    /** A streamed answer. Taken on one thread; while nobody takes, the process cannot go on writing for long. */
    interface Pieces {

        /** Waits for the next piece. After one that is not {@link Piece.Bytes} there is no other. */
        Piece next();
    }

    /** What comes next of a streamed answer. */
    sealed interface Piece {
        /** The array belongs to the receiver. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] bytes) implements Piece {}

        /** The answer is whole. */
        record End() implements Piece {}

        /** The function failed half-way, or streamed more than it may. */
        record Failed(String errorType, String errorMessage, Payload errorDocument) implements Piece {}

        /** The process went away half-way. */
        record Gone() implements Piece {}
    }

    /** An event on its way to the handler. */
    record Handover(
            UUID invocationId,
            Instant deadline,
            String invokedFunctionArn,
            @Nullable String traceId,
            @Nullable String clientContext,
            Payload payload) {}
}
