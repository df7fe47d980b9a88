// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.batch.BatchBody;
import io.glowplug.dispatch.batch.ItemFailures;
import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.store.Settlement.DeadRecords;
import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of what may be a batch: which part of its payload is handed over, and what the answer says of the records
 * in it. The payload is looked into only once a batch is taken apart.
 */
final class BatchAttempt {

    /** The type of error of an attempt whose function's answer does not follow the rules. */
    static final String INVALID_ANSWER = "Batch.InvalidAnswer";

    private static final int NAMED_IN_MESSAGE = 10;

    private final LeasedInvocation invocation;
    private final BatchFailures rules;
    private final Function<Payload, @Nullable Payload> reader;
    private @Nullable BatchBody body;
    private @Nullable Payload unreadable;
    private boolean looked;

    BatchAttempt(LeasedInvocation invocation, BatchFailures rules, Function<Payload, @Nullable Payload> reader) {
        this.invocation = invocation;
        this.rules = rules;
        this.reader = reader;
    }

    /**
     * An outcome, with what it says of the records.
     *
     * @param running the attempt, with the records that it was about, where they are known
     * @param failed the records that the function reports as failed
     * @param message about those
     */
    record Judged(AttemptOutcome outcome, Running running, RecordSet failed, String message) {}

    /** The payload to hand over, or null if it is gone. One that cannot be read now goes on as it is stored. */
    @Nullable
    Payload payload() {
        Remainder left = invocation.left();
        return left == null
                ? invocation.payload()
                : body().map(whole -> whole.only(left.now())).orElse(unreadable);
    }

    Judged judge(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> rules.reported() ? judgeAnswer(returned) : plain(outcome);
            case AttemptOutcome.FunctionFailed _, AttemptOutcome.TimedOut _ ->
                rules.bisected() ? new Judged(outcome, running(), RecordSet.NONE, "") : plain(outcome);
            case AttemptOutcome.Throttled _, AttemptOutcome.PlatformFailed _, AttemptOutcome.Rejected _ ->
                plain(outcome);
        };
    }

    /** What the dead letter of that end holds, or null if it is the whole event or there is none. */
    @Nullable
    DeadRecords deadRecords(InvocationState end) {
        Remainder left = switch (end) {
            case InvocationState.DeadLettered dead -> dead.left();
            case InvocationState.Expired expired -> expired.left();
            case InvocationState.Succeeded _, InvocationState.Cancelled _, InvocationState.Waiting _, Running _ -> null;
        };
        if (left == null
                || body().isEmpty()
                || left.unfinished().size() == body().get().size()) {
            return null;
        }
        BatchBody whole = body().get();
        return new DeadRecords(whole.only(left.unfinished()), whole.attributes(left.unfinished()));
    }

    private Judged plain(AttemptOutcome outcome) {
        return new Judged(outcome, invocation.state(), RecordSet.NONE, "");
    }

    private Judged judgeAnswer(AttemptOutcome.Returned returned) {
        return switch (ItemFailures.in(returned.answer(), invocation.records())) {
            case ItemFailures.None _ -> plain(returned);
            case ItemFailures.Malformed malformed -> invalid(returned, malformed.why());
            case ItemFailures.Named named -> {
                Running running = running();
                Remainder left = running.left();
                Optional<RecordSet> failed =
                        left == null ? Optional.empty() : body().orElseThrow().named(named.identifiers(), left.now());
                yield failed.isEmpty()
                        ? invalid(returned, "its answer names a record that the event does not have")
                        : new Judged(returned, running, failed.get(), message(running, failed.get()));
            }
        };
    }

    private Judged invalid(AttemptOutcome.Returned returned, String why) {
        AttemptOutcome failure = new AttemptOutcome.FunctionFailed(
                INVALID_ANSWER,
                "The trigger expects the function to report failed records, but " + why + ".",
                returned.answerToShow(),
                returned.report());
        return new Judged(failure, rules.bisected() ? running() : invocation.state(), RecordSet.NONE, "");
    }

    private String message(Running running, RecordSet failed) {
        String more = failed.size() > NAMED_IN_MESSAGE ? " …" : "";
        return "%d of %d records failed: %s%s"
                .formatted(
                        failed.size(),
                        Objects.requireNonNull(running.left()).now().size(),
                        body().orElseThrow()
                                .identifiers(failed, NAMED_IN_MESSAGE)
                                .collect(Collectors.joining(", ")),
                        more);
    }

    /** The attempt with its records, if it has any that can be told apart. */
    private Running running() {
        Running running = invocation.state();
        return running.left() != null
                ? running
                : body().map(whole -> running.of(Remainder.whole(whole.size()))).orElse(running);
    }

    private Optional<BatchBody> body() {
        Payload stored = invocation.payload();
        if (!looked && stored != null && invocation.records() != null) {
            Payload payload = reader.apply(stored);
            body = payload == null
                    ? null
                    : BatchBody.open(payload, invocation.records()).orElse(null);
            unreadable = body == null && stored.equals(payload) ? stored : null;
        }
        looked = true;
        return Optional.ofNullable(body);
    }
}
