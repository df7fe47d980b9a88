// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Runs a synchronous call once for each key and answers its repetitions. */
public final class KeyedCalls {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedCalls.class);

    /** Beyond the function's time-out: waiting for an environment, and its initialisation of at most 10 seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration SHORTEST_RETRY_AFTER = Duration.ofSeconds(1);

    private final IdempotencyStore keys;
    private final LedgerTransactions transactions;
    private final InstantSource clock;
    private final long largestAnswer;

    /**
     * Makes it.
     *
     * @param largestAnswer size in bytes up to which an answer is kept for those who repeat the call
     */
    public KeyedCalls(IdempotencyStore keys, LedgerTransactions transactions, InstantSource clock, long largestAnswer) {
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
        this.largestAnswer = largestAnswer;
    }

    /**
     * Runs the call unless its key says otherwise.
     *
     * @param timeoutSeconds the function's; a call that has not ended well after it has died with its node
     */
    SyncAnswer runOnce(KeyClaim claim, int timeoutSeconds, Supplier<SyncAnswer.Ran> run) {
        Map<UUID, KeyHolder> refused = claim(claim, timeoutSeconds);
        KeyHolder holder = refused.get(claim.invocationId());
        if (holder != null) {
            return answer(holder, claim);
        }
        boolean ended = false;
        try {
            SyncAnswer.Ran ran = run.get();
            end(claim, ran);
            ended = true;
            return ran;
        } finally {
            if (!ended) {
                write(() -> keys.free(claim), claim);
            }
        }
    }

    private Map<UUID, KeyHolder> claim(KeyClaim claim, int timeoutSeconds) {
        Instant now = clock.instant();
        Instant runningUntil = now.plusSeconds(timeoutSeconds).plus(MARGIN);
        try {
            return transactions.inOne(() -> keys.claim(List.of(claim), CallKind.SYNC, now, runningUntil));
        } catch (DataAccessException | TransactionException e) {
            throw new NotAcceptedException(e);
        }
    }

    private SyncAnswer answer(KeyHolder holder, KeyClaim claim) {
        if (!holder.sameCall(claim, CallKind.SYNC)) {
            return new SyncAnswer.KeyReused(holder.invocationId());
        }
        if (holder.completed()) {
            String version = holder.executedVersion() == null ? "" : holder.executedVersion();
            if (holder.answerBytes() != null) {
                return new SyncAnswer.NotKept(holder.invocationId(), version, holder.answerBytes());
            }
            return new SyncAnswer.Replayed(
                    holder.invocationId(), version, holder.answer() == null ? Payload.NULL : holder.answer());
        }
        return new SyncAnswer.StillRunning(holder.invocationId(), retryAfter(holder));
    }

    private Duration retryAfter(KeyHolder holder) {
        Duration left = Duration.between(clock.instant(), holder.runningUntil());
        Duration capped = left.compareTo(LONGEST_RETRY_AFTER) < 0 ? left : LONGEST_RETRY_AFTER;
        return capped.compareTo(SHORTEST_RETRY_AFTER) < 0 ? SHORTEST_RETRY_AFTER : capped;
    }

    private void end(KeyClaim claim, SyncAnswer.Ran ran) {
        switch (ran.outcome()) {
            case AttemptOutcome.Returned returned ->
                write(
                        () -> keys.complete(
                                claim, ran.executedVersion(), returned.answer(), largestAnswer, clock.instant()),
                        claim);
            case AttemptOutcome.FunctionFailed _,
                    AttemptOutcome.TimedOut _,
                    AttemptOutcome.Throttled _,
                    AttemptOutcome.PlatformFailed _,
                    AttemptOutcome.Rejected _ -> write(() -> keys.free(claim), claim);
        }
    }

    /** The function has run: its caller gets the outcome even if the key cannot be updated and stays until it is due. */
    private static void write(Runnable update, KeyClaim claim) {
        try {
            update.run();
        } catch (DataAccessException e) {
            LOG.warn("The idempotency key of invocation {} stays as it is: {}", claim.invocationId(), e.toString());
        }
    }
}
