// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The orders of events that a test over sockets cannot force. */
class ConversationTest {

    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Handover EVENT = new Handover(ID, Instant.EPOCH, "arn", null, null, Payload.NULL);
    private static final Reply ANSWER = new Reply.Answered(Payload.NULL);

    private final Conversation conversation = new Conversation();

    /** Records what it is told; its owner decides whether the event arrived. */
    private static final class RecordedNext implements NextRequest {

        private final List<String> told = new ArrayList<>();

        @Override
        public void deliver(Handover handover) {
            told.add("event");
        }

        @Override
        public void turnAway() {
            told.add("turned away");
        }
    }

    private RecordedNext ask() {
        RecordedNext next = new RecordedNext();
        assertThat(conversation.ask(next)).isNull();
        return next;
    }

    @Test
    void anEventThatDidNotArriveGoesToTheConnectionThatAsksNext() {
        ask();
        CompletableFuture<Reply> reply = conversation.offer(EVENT);
        conversation.notDelivered(EVENT);
        RecordedNext second = ask();
        conversation.delivered(EVENT);
        assertThat(second.told).containsExactly("event");
        assertThat(conversation.reply(ID.toString(), ANSWER)).isNull();
        assertThat(reply).isCompletedWithValue(ANSWER);
    }

    @Test
    void anEventThatDidNotArriveGoesToTheConnectionThatHasAskedMeanwhile() {
        ask();
        assertThat(conversation.offer(EVENT)).isNotDone();
        RecordedNext second = ask();
        RecordedNext third = ask();
        conversation.notDelivered(EVENT);
        assertThat(second.told).containsExactly("turned away");
        assertThat(third.told).containsExactly("event");
    }

    @Test
    void whoAsksWhileTheEventArrivesElsewhereIsTurnedAway() {
        ask();
        assertThat(conversation.offer(EVENT)).isNotDone();
        RecordedNext second = ask();
        assertThat(second.told).isEmpty();
        conversation.delivered(EVENT);
        assertThat(second.told).containsExactly("turned away");
        assertThat(conversation.ask(new RecordedNext())).isEqualTo(Refusal.INVALID_STATE);
    }

    @Test
    void aReplyMayComeBeforeThePlatformKnowsThatTheEventArrived() {
        ask();
        CompletableFuture<Reply> reply = conversation.offer(EVENT);
        assertThat(conversation.reply(ID.toString(), ANSWER)).isNull();
        conversation.delivered(EVENT);
        assertThat(reply).isCompletedWithValue(ANSWER);
        assertThat(conversation.reply(ID.toString(), ANSWER)).isEqualTo(Refusal.INVALID_STATE);
        assertThat(ask().told).isEmpty();
    }

    @Test
    void aConnectionThatIsLostWhileItWaitsInReserveDoesNotGetTheEvent() {
        ask();
        assertThat(conversation.offer(EVENT)).isNotDone();
        RecordedNext second = ask();
        conversation.withdraw(second);
        conversation.notDelivered(EVENT);
        assertThat(second.told).isEmpty();
        assertThat(ask().told).containsExactly("event");
    }

    @Test
    void onlyOneEventAtATimeIsOfferedAndNoneBeforeTheProcessIsReady() {
        assertThatThrownBy(() -> conversation.offer(EVENT)).isInstanceOf(IllegalStateException.class);
        ask();
        assertThat(conversation.offer(EVENT)).isNotDone();
        assertThatThrownBy(() -> conversation.offer(EVENT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theEndReachesAnEventThatWasNeverAskedFor() {
        conversation.withdraw(ask());
        CompletableFuture<Reply> reply = conversation.offer(EVENT);
        conversation.end();
        assertThat(reply).isCompletedWithValue(new Reply.NotTaken());
        assertThat(conversation.offer(EVENT)).isCompletedWithValue(new Reply.NotTaken());
        assertThat(conversation.ask(new RecordedNext())).isEqualTo(Refusal.INVALID_STATE);
    }

    @Test
    void theEndReachesAnEventThatMayHaveArrived() {
        ask();
        CompletableFuture<Reply> reply = conversation.offer(EVENT);
        conversation.end();
        assertThat(reply).isCompletedWithValue(new Reply.Gone());
    }
}
