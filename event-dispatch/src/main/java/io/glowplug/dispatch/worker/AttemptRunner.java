// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.store.AttemptRows;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.store.Settlement;
import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.dispatch.transition.InvocationTransitions;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
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
        RetryPolicy policy = rules.policyOf(invocation, resolution.version());
        Optional<InvocationState> end = InvocationTransitions.endBeforeAttempt(invocation.state(), policy, startedAt);
        if (end.isPresent()) {
            return new Settlement(invocation, end.get(), null, startedAt);
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
            case Resolved resolved -> invoke(invocation, resolved.function());
            case Refused refused -> refused.outcome();
        };
        Instant endedAt = clock.instant();
        InvocationState next = InvocationTransitions.after(invocation.state(), outcome, policy, endedAt);
        String version = resolution.version().map(FunctionVersion::version).orElse(null);
        Payload answer = outcome instanceof AttemptOutcome.Returned returned ? returned.answerToShow() : null;
        return new Settlement(invocation, next, AttemptRows.of(outcome, version, startedAt, endedAt), answer, endedAt);
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

    private AttemptOutcome invoke(LeasedInvocation invocation, FunctionVersion function) {
        Payload payload = invocation.payload();
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
