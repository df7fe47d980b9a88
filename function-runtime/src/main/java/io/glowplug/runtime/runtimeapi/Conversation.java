// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one process and the platform have said to each other, and so what may be said next. The platform's side offers
 * events and waits; the process's side asks for them and replies. Thread-safe, knows nothing of HTTP.
 */
final class Conversation {

    private sealed interface State {
        record Initialising() implements State {}

        /** The process waits for an event. */
        record Asked(NextRequest next) implements State {}

        /** The process has an event to reply to, or is about to. */
        sealed interface Busy extends State {
            Handover handover();

            CompletableFuture<Reply> reply();
        }

        /** An event waits for the process, which has not asked again since its last reply. */
        record Offered(Handover handover, CompletableFuture<Reply> reply) implements State {}

        /**
         * The event is on its way, perhaps to a connection that the process has lost; then it goes to the one on which
         * it has asked again meanwhile.
         */
        record Delivering(
                Handover handover,
                CompletableFuture<Reply> reply,
                @Nullable NextRequest askedAgain) implements Busy {}

        record Running(Handover handover, CompletableFuture<Reply> reply) implements Busy {}

        /** The process has begun to stream its reply. */
        record Streaming(Handover handover, StreamedUpload upload) implements State {}

        /** Replied, or left while it waited; has not asked again. */
        record Silent() implements State {}

        record Ended() implements State {}
    }

    private final CompletableFuture<Init> init = new CompletableFuture<>();
    private State state = new State.Initialising();
    private @Nullable UUID lastReplied;

    CompletableFuture<Init> init() {
        return init;
    }

    /** Gives an event to the process as soon as it asks. */
    synchronized CompletableFuture<Reply> offer(Handover handover) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        switch (state) {
            case State.Asked(NextRequest next) -> deliver(handover, reply, next);
            case State.Silent _ -> state = new State.Offered(handover, reply);
            case State.Ended _ -> reply.complete(new Reply.NotTaken());
            case State.Initialising _, State.Offered _, State.Busy _, State.Streaming _ ->
                throw new IllegalStateException("the process is not waiting for an event: " + state);
        }
        return reply;
    }

    synchronized @Nullable Refusal ask(NextRequest next) {
        switch (state) {
            case State.Initialising _ -> {
                state = new State.Asked(next);
                init.complete(new Init.Ready());
            }
            case State.Silent _ -> state = new State.Asked(next);
            case State.Asked(NextRequest earlier) -> {
                // More likely a client that has lost its connection than one that asks twice at once.
                state = new State.Asked(next);
                earlier.turnAway();
            }
            case State.Offered(Handover handover, CompletableFuture<Reply> reply) -> deliver(handover, reply, next);
            case State.Delivering delivering -> {
                state = new State.Delivering(delivering.handover(), delivering.reply(), next);
                turnAway(delivering.askedAgain());
            }
            case State.Running _, State.Streaming _, State.Ended _ -> {
                return Refusal.INVALID_STATE;
            }
        }
        return null;
    }

    private void deliver(Handover handover, CompletableFuture<Reply> reply, NextRequest next) {
        state = new State.Delivering(handover, reply, null);
        next.deliver(handover);
    }

    private static void turnAway(@Nullable NextRequest next) {
        if (next != null) {
            next.turnAway();
        }
    }

    synchronized void delivered(Handover handover) {
        if (state instanceof State.Delivering delivering
                && delivering.handover().equals(handover)) {
            state = new State.Running(handover, delivering.reply());
            turnAway(delivering.askedAgain());
        }
    }

    /** The event did not reach the process; whoever has asked or asks next gets it. */
    synchronized void notDelivered(Handover handover) {
        if (state instanceof State.Delivering delivering
                && delivering.handover().equals(handover)) {
            NextRequest again = delivering.askedAgain();
            if (again == null) {
                state = new State.Offered(handover, delivering.reply());
            } else {
                deliver(handover, delivering.reply(), again);
            }
        }
    }

    /** The connection on which the process asked is gone. */
    synchronized void withdraw(NextRequest next) {
        if (state instanceof State.Asked(NextRequest waiting) && waiting.equals(next)) {
            state = new State.Silent();
        } else if (state instanceof State.Delivering delivering && next.equals(delivering.askedAgain())) {
            state = new State.Delivering(delivering.handover(), delivering.reply(), null);
        }
    }

    /** Whether a reply with this id would be taken now; null means yes. */
    synchronized @Nullable Refusal checkReply(String requestId) {
        if (state instanceof State.Busy busy
                && busy.handover().invocationId().toString().equals(requestId)) {
            return null;
        }
        boolean repliedBefore = lastReplied != null && lastReplied.toString().equals(requestId);
        return repliedBefore ? Refusal.INVALID_STATE : Refusal.INVALID_REQUEST_ID;
    }

    synchronized @Nullable Refusal reply(String requestId, Reply reply) {
        Refusal refusal = checkReply(requestId);
        if (refusal == null && state instanceof State.Busy busy) {
            lastReplied = busy.handover().invocationId();
            state = new State.Silent();
            busy.reply().complete(reply);
        }
        return refusal;
    }

    /** The reply begins to come in pieces; null when that is taken. */
    synchronized @Nullable Refusal beginStream(String requestId, @Nullable String contentType, StreamedUpload upload) {
        Refusal refusal = checkReply(requestId);
        if (refusal == null && state instanceof State.Busy busy) {
            lastReplied = busy.handover().invocationId();
            state = new State.Streaming(busy.handover(), upload);
            busy.reply().complete(new Reply.Streaming(contentType, upload));
        }
        return refusal;
    }

    /** The streamed reply is at its end. Whoever takes the last piece may offer the next event. */
    synchronized void endStream(StreamedUpload upload, Piece last) {
        if (state instanceof State.Streaming streaming && streaming.upload().equals(upload)) {
            state = new State.Silent();
        }
        upload.end(last);
    }

    synchronized @Nullable Refusal checkInitFailure() {
        return state instanceof State.Initialising ? null : Refusal.INVALID_STATE;
    }

    synchronized @Nullable Refusal failInit(Init.Failed failed) {
        Refusal refusal = checkInitFailure();
        if (refusal == null) {
            state = new State.Ended();
            init.complete(failed);
        }
        return refusal;
    }

    /** The process is gone, or is about to be. */
    synchronized void end() {
        switch (state) {
            case State.Offered offered -> offered.reply().complete(new Reply.NotTaken());
            case State.Busy busy -> busy.reply().complete(new Reply.Gone());
            case State.Streaming streaming -> streaming.upload().end(new Piece.Gone());
            case State.Initialising _, State.Asked _, State.Silent _, State.Ended _ -> {}
        }
        state = new State.Ended();
        init.complete(new Init.Gone());
    }
}
