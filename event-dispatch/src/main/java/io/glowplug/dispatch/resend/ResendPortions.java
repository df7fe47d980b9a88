// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.resend.ResendSender.Portion;
import io.glowplug.dispatch.resend.ResendStore.Place;
import io.glowplug.dispatch.resend.ResendStore.Running;
import io.glowplug.dispatch.signal.DueSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

/** Sends one portion after another, of whichever redrive or replay is due and not in the hands of another node. */
public class ResendPortions {

    private static final Logger LOG = LoggerFactory.getLogger(ResendPortions.class);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);
    private static final int LONGEST_PROBLEM = 1_000;

    private final ResendStore store;
    private final ResendSenders senders;
    private final LedgerCounts ledger;
    private final LedgerTransactions transactions;
    private final DueSignal due;
    private final InstantSource time;

    public ResendPortions(
            ResendStore store,
            ResendSenders senders,
            LedgerCounts ledger,
            LedgerTransactions transactions,
            DueSignal due,
            InstantSource time) {
        this.store = store;
        this.senders = senders;
        this.ledger = ledger;
        this.transactions = transactions;
        this.due = due;
        this.time = time;
    }

    /** Sends the next portion that is due. False when there is none. */
    public boolean sendNext() {
        AtomicReference<@Nullable Resend> at = new AtomicReference<>();
        try {
            Optional<Portion> portion = transactions.inOne(() -> {
                Instant now = time.instant().truncatedTo(ChronoUnit.MICROS);
                Optional<Running> next = store.lockNext(now);
                next.ifPresent(running -> at.set(running.resend()));
                return next.map(running -> send(running, now));
            });
            if (portion.isPresent() && portion.get().sent() > 0) {
                due.raise();
            }
            return portion.isPresent();
        } catch (NonTransientDataAccessResourceException away) {
            throw away;
        } catch (NonTransientDataAccessException refused) {
            // Something in this portion is not taken; the others must not wait behind it.
            Resend resend = at.get();
            if (resend == null) {
                throw refused;
            }
            LOG.error("A portion of {} {} was refused by the database", resend.kind(), resend.id(), refused);
            String problem = "A portion could not be stored: "
                    + refused.getMostSpecificCause().getMessage();
            store.postpone(
                    resend.id(),
                    problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem,
                    time.instant().plus(AFTER_A_FAULT));
            return true;
        }
    }

    /** How long to wait for the next portion, at most that long. */
    Duration untilNext(Duration most) {
        Duration wait = store.nextAt()
                .map(next -> Duration.between(time.instant(), next))
                .orElse(most);
        return wait.compareTo(most) > 0 ? most : wait;
    }

    private Portion send(Running running, Instant now) {
        Resend resend = running.resend();
        Pace pace = Pace.of(resend.ratePerSecond(), resend.nextAt(), now);
        Portion portion = senders.of(resend.kind()).send(running, pace.portion(), pace);
        Place reached = portion.reached();
        if (reached == null) {
            store.end(resend.kind(), resend.id(), State.DONE, now);
        } else {
            store.advance(resend.id(), portion, reached, pace.due(portion.sent()));
        }
        ledger.add(portion.accepted());
        return portion;
    }
}
