// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.deadletter.DeadLetterStore;
import io.glowplug.dispatch.deadletter.DeadLetterStore.Locked;
import io.glowplug.dispatch.deadletter.Redriver;
import io.glowplug.dispatch.deadletter.Redriver.Redriven;
import io.glowplug.dispatch.resend.ResendStore.Place;
import io.glowplug.dispatch.resend.ResendStore.Running;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends dead letters, the oldest first. Only those that had died when the redrive was started: else it might never end. */
final class RedriveSender implements ResendSender {

    private final DeadLetterStore deadLetters;
    private final Redriver redriver;

    RedriveSender(DeadLetterStore deadLetters, Redriver redriver) {
        this.deadLetters = deadLetters;
        this.redriver = redriver;
    }

    @Override
    public Portion send(Running running, int most, Pace pace) {
        DeadLetterQuery query = Selections.read(running.selection(), DeadLetterQuery.class);
        List<Locked> locked = deadLetters.lock(query, running.resend().createdAt(), after(running.reached()), most);
        if (locked.isEmpty()) {
            return Portion.NOTHING_LEFT;
        }
        List<Locked> letters = Sizes.first(locked, Locked::bytes, MOST_BYTES);
        Redriven redriven = redriver.redrive(
                letters,
                new Redriver.Order(running.resend().to(), null, running.resend().id(), pace.now(), pace::due));
        int sent = redriven.newIds().size();
        Locked last = letters.getLast();
        return new Portion(
                sent,
                letters.size() - sent,
                redriven.accepted(),
                new Place(last.deadAt(), last.id()),
                redriven.problem() == null ? null : redriven.problem().getMessage());
    }

    private static @Nullable TimeAndId after(@Nullable Place reached) {
        return reached == null || reached.time() == null ? null : new TimeAndId(reached.time(), reached.id());
    }
}
