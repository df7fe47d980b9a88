// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.store.AttemptRow;
import io.glowplug.dispatch.store.AttemptRows;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.store.Settlement;
import io.glowplug.dispatch.store.Settlement.Vote;
import io.glowplug.dispatch.transition.FailureRules;
import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.dispatch.transition.InvocationTransitions;
import io.glowplug.dispatch.worker.BatchAttempt.Judged;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt and says what follows from it. Blocks while the function runs. */
public final class AttemptRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    /** Others look for due invocations once a second; this node must not be the first each time. */
    private static final Duration UNTIL_ANOTHER_NODE_HAS_IT = Duration.ofSeconds(1);

    private final FunctionResolver resolver;
    private final FunctionInvoker invoker;
    private final TriggerRules rules;
    private final InstantSource clock;
    private final Duration patience;
    private final Predicate<FunctionVersion> served;

    /**
     * Makes a runner.
     *
     * @param patience how long an attempt waits for an environment before it counts as throttled
     * @param served whether this node can run a version
     */
    public AttemptRunner(
            FunctionResolver resolver,
            FunctionInvoker invoker,
            TriggerRules rules,
            InstantSource clock,
            Duration patience,
            Predicate<FunctionVersion> served) {
        this.resolver = resolver;
        this.invoker = invoker;
        this.rules = rules;
        this.clock = clock;
        this.patience = patience;
        this.served = served;
    }

    /** Whether a node with that catalog can run a version with that configuration. */
    public static boolean serves(RuntimeCatalog node, FunctionConfiguration configuration) {
        return node.refusalOf(configuration.runtime()).isEmpty()
                && node.refusalOfNetwork(configuration.network().mode()).isEmpty();
    }

    Settlement run(LeasedInvocation invocation) {
        Instant startedAt = clock.instant();
        Resolution resolution = resolve(invocation);
        BatchFailures failures = rules.batchFailuresOf(invocation.triggerId());
        FailureRules failureRules = failureRules(invocation, resolution, failures);
        BatchAttempt batch = new BatchAttempt(invocation, failures);
        Optional<InvocationState> end =
                InvocationTransitions.endBeforeAttempt(invocation.state(), failureRules, startedAt);
        if (end.isPresent()) {
            return new Settlement(invocation, end.get(), null, null, startedAt, batch.deadRecords(end.get()), null);
        }
        if (resolution instanceof Resolved(FunctionVersion version) && !served.test(version)) {
            // Another version of the function runs here, so it was leased. Nothing was tried, so nothing is recorded.
            return new Settlement(
                    invocation,
                    InvocationTransitions.released(invocation.state(), startedAt.plus(UNTIL_ANOTHER_NODE_HAS_IT)),
                    null,
                    startedAt);
        }
        AttemptOutcome outcome = switch (resolution) {
            case Resolved resolved -> invoke(invocation, batch.payload(), resolved.function());
            case Refused refused -> refused.outcome();
        };
        Instant endedAt = clock.instant();
        Judged judged = batch.judge(outcome);
        InvocationState next =
                InvocationTransitions.after(judged.running(), judged.outcome(), judged.failed(), failureRules, endedAt);
        Payload answer =
                outcome instanceof AttemptOutcome.Returned returned && next instanceof InvocationState.Succeeded
                        ? returned.answerToShow()
                        : null;
        return new Settlement(
                invocation,
                next,
                attemptRow(judged, resolution, startedAt, endedAt),
                answer,
                endedAt,
                batch.deadRecords(next),
                vote(invocation, judged));
    }

    private FailureRules failureRules(LeasedInvocation invocation, Resolution resolution, BatchFailures failures) {
        RecordLayout records = invocation.records();
        return new FailureRules(
                rules.policyOf(invocation, resolution.version()),
                failures.bisected(),
                records != null && records.ordered(),
                invocation.orderingKey() != null
                        && rules.deliveryOf(invocation.triggerId()).onDeadLetter() == OnDeadLetter.STOP,
                invocation.probes());
    }

    private static AttemptRow attemptRow(Judged judged, Resolution resolution, Instant startedAt, Instant endedAt) {
        String version = resolution.version().map(FunctionVersion::version).orElse(null);
        return judged.outcome() instanceof AttemptOutcome.Returned returned
                        && !judged.failed().isEmpty()
                ? AttemptRows.recordsFailed(returned, judged.message(), endedAt)
                : AttemptRows.of(judged.outcome(), version, startedAt, endedAt);
    }

    /** Only an attempt in which the function was entered says anything; if some records succeeded, it works. */
    private @Nullable Vote vote(LeasedInvocation invocation, Judged judged) {
        CircuitBreakerSettings settings =
                rules.deliveryOf(invocation.triggerId()).circuitBreaker();
        if (settings == null) {
            return null;
        }
        return switch (judged.outcome()) {
            case AttemptOutcome.Returned _ -> {
                Remainder left = judged.running().left();
                yield new Vote(
                        settings,
                        left == null || judged.failed().size() < left.now().size());
            }
            case AttemptOutcome.FunctionFailed _, AttemptOutcome.TimedOut _ -> new Vote(settings, false);
            case AttemptOutcome.Throttled _, AttemptOutcome.PlatformFailed _, AttemptOutcome.Rejected _ -> null;
        };
    }

    private Resolution resolve(LeasedInvocation invocation) {
        try {
            return new Resolved(resolver.resolve(invocation.functionName(), invocation.qualifier()));
        } catch (RefusedException refused) {
            return new Refused(outcomeOf(refused));
        } catch (RuntimeException fault) {
            if (!DatabaseOutage.isBehind(fault)) {
                LOG.warn("Function {} could not be looked up", invocation.functionName(), fault);
            }
            return new Refused(new AttemptOutcome.PlatformFailed("The function could not be looked up."));
        }
    }

    /** A function that is gone stays gone; one that is not active may become so, which costs only age. */
    private static AttemptOutcome outcomeOf(RefusedException refused) {
        String reason = String.valueOf(refused.getMessage());
        return refused.refusal() == Refusal.NOT_FOUND
                ? new AttemptOutcome.Rejected("FunctionNotFound", reason)
                : new AttemptOutcome.PlatformFailed(reason);
    }

    private AttemptOutcome invoke(LeasedInvocation invocation, @Nullable Payload payload, FunctionVersion function) {
        if (payload == null) {
            return new AttemptOutcome.Rejected("EventGone", "The event is past its retention.");
        }
        try {
            return invoker.invoke(new AttemptRequest(
                    invocation.id(), function, invocation.qualifier(), payload, patience, null, invocation.traceId()));
        } catch (RuntimeException fault) {
            LOG.error("The runtime threw instead of answering for invocation {}", invocation.id(), fault);
            return new AttemptOutcome.PlatformFailed(
                    "The runtime failed: " + fault.getClass().getSimpleName());
        }
    }

    private sealed interface Resolution {
        Optional<FunctionVersion> version();
    }

    private record Resolved(FunctionVersion function) implements Resolution {
        @Override
        public Optional<FunctionVersion> version() {
            return Optional.of(function);
        }
    }

    private record Refused(AttemptOutcome outcome) implements Resolution {
        @Override
        public Optional<FunctionVersion> version() {
            return Optional.empty();
        }
    }
}
