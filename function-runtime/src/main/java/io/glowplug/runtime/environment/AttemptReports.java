// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import io.glowplug.runtime.channel.Companions.Breakdown;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.glowplug.runtime.process.ProcessExit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns how things ended into outcomes, and writes the platform's lines about it into the function's log. */
final class AttemptReports {

    /** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-logs-api.html lists the error types. */
    private static final String EXIT_ERROR = "Runtime.ExitError";

    private static final String TIMED_OUT = "Sandbox.Timedout";

    private final String environmentId;
    private final FunctionVersion version;
    private final EnvironmentParts parts;
    private final MemoryMeter memory;
    private final FunctionIdentity identity;
    private final InstantSource clock;

    AttemptReports(
            String environmentId,
            FunctionVersion version,
            EnvironmentParts parts,
            MemoryMeter memory,
            FunctionIdentity identity,
            InstantSource clock) {
        this.environmentId = environmentId;
        this.version = version;
        this.parts = parts;
        this.memory = memory;
        this.identity = identity;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Handover handover(RunOrder order) {
        AttemptRequest request = order.request();
        return new Handover(
                request.invocationId(),
                clock.instant().plusNanos(order.deadlineNanos() - System.nanoTime()),
                identity.invokedFunctionArn(version, request.qualifier()),
                request.traceId(),
                request.clientContext(),
                request.payload());
    }

    Run begin(RunOrder order, @Nullable Duration init) {
        UUID id = order.request().invocationId();
        parts.output().begin(id, ReportLines.start(id, version));
        return new Run(id, queued(order, init), init, clock.instant());
    }

    /** An invocation whose environment did not get through its initialisation. */
    AttemptOutcome initEnded(InitResult result, RunOrder order, Duration took, @Nullable ProcessExit exit) {
        UUID id = order.request().invocationId();
        Run run = new Run(id, queued(order, took), took, clock.instant().minus(took));
        parts.output()
                .attributeInit(
                        id, List.of(ReportLines.initReport(took, status(result)), ReportLines.start(id, version)));
        return switch (result) {
            case InitResult.Failed(ErrorDocument reported) when reported != null -> run.error(reported, Duration.ZERO);
            case InitResult.Failed _ -> run.crashed(exit, Duration.ZERO);
            case InitResult.Overran _ -> run.timedOut(took);
            case InitResult.Abandoned _, InitResult.Ready _ -> run.abandoned(Duration.ZERO);
        };
    }

    /** An initialisation that came to nothing and decides no invocation. */
    void initDiscarded(InitResult result, @Nullable UUID invocationId, Duration took) {
        parts.output().attributeInit(invocationId, List.of(ReportLines.initReport(took, status(result))));
        parts.output().end(List.of());
    }

    private static Duration queued(RunOrder order, @Nullable Duration init) {
        if (init == null) {
            return order.waited();
        }
        return init.compareTo(order.waited()) < 0 ? order.waited().minus(init) : Duration.ZERO;
    }

    private static String status(InitResult result) {
        return switch (result) {
            case InitResult.Overran _ -> ReportLines.TIMEOUT_STATUS;
            case InitResult.Failed(ErrorDocument reported) ->
                ReportLines.errorStatus(reported == null ? EXIT_ERROR : reported.errorType());
            case InitResult.Abandoned _, InitResult.Ready _ -> "Status: ended by the platform";
        };
    }

    /** One invocation from its begin to its end. */
    final class Run {

        private final UUID id;
        private final Duration queued;
        private final @Nullable Duration init;
        private final Instant startedAt;
        private @Nullable Long streamedBytes;

        private Run(UUID id, Duration queued, @Nullable Duration init, Instant startedAt) {
            this.id = id;
            this.queued = queued;
            this.init = init;
            this.startedAt = startedAt;
        }

        /** The function streamed that much before it ended, well or not. */
        void streamed(long bytes) {
            streamedBytes = bytes;
        }

        AttemptOutcome returned(Reply.Answered answered, Duration took) {
            if (answered.answer().size() > RuntimeChannel.MAX_ANSWER_BYTES) {
                return error(ErrorDocument.answerTooLarge(), took);
            }
            return new AttemptOutcome.Returned(
                    answered.answer(), close(took, ""), parts.mask().applyTo(answered.answer()));
        }

        AttemptOutcome failed(Reply.Failed failed, Duration took) {
            RunReport report = close(took, "");
            return failed(failed.errorType(), failed.errorMessage(), failed.errorDocument(), report);
        }

        AttemptOutcome timedOut(Duration took) {
            int seconds = version.configuration().timeoutSeconds();
            Duration limit = Duration.ofSeconds(seconds);
            parts.output().platform(ReportLines.timedOut(clock.instant(), id, seconds));
            RunReport report = close(took.compareTo(limit) < 0 ? took : limit, ReportLines.TIMEOUT_STATUS);
            ErrorDocument error = ErrorDocument.of(TIMED_OUT, forRequest(ReportLines.timeoutText(seconds)));
            return new AttemptOutcome.TimedOut(error.errorMessage(), error.json(), report);
        }

        /** The process ended in the middle of it. */
        AttemptOutcome crashed(@Nullable ProcessExit exit, Duration took) {
            if (parts.channel().companions().broken().getNow(null)
                    instanceof Breakdown.ExtensionFailed(String errorType, String errorMessage)) {
                ErrorDocument error = ErrorDocument.of(errorType, forRequest(errorMessage));
                parts.output().platform(error.errorMessage());
                return error(error, took);
            }
            if (exit == null) {
                close(took, "");
                return new AttemptOutcome.PlatformFailed("The end of the function's process could not be awaited.");
            }
            ErrorDocument error = ErrorDocument.of(EXIT_ERROR, forRequest("Runtime exited " + exit.reason()));
            parts.output().platform(error.errorMessage());
            if (exit.killed() && parts.group().outOfMemoryKills() > 0) {
                parts.output()
                        .platform("The memory limit of "
                                + version.configuration().memoryMb() + " MB was reached; files in /tmp count.");
            }
            return error(error, took);
        }

        AttemptOutcome error(ErrorDocument error, Duration took) {
            RunReport report = close(took, ReportLines.errorStatus(error.errorType()));
            return failed(error.errorType(), error.errorMessage(), error.json(), report);
        }

        /** Errors end up in the history, in logs and with callers alike, so nobody gets to see secrets in them. */
        private AttemptOutcome failed(String type, String message, Payload document, RunReport report) {
            return new AttemptOutcome.FunctionFailed(
                    parts.mask().applyTo(type),
                    parts.mask().applyTo(message),
                    parts.mask().applyTo(document),
                    report);
        }

        /** The platform ended it. */
        AttemptOutcome abandoned(Duration took) {
            close(took, "Status: ended by the platform");
            return new AttemptOutcome.PlatformFailed("The environment was ended while the function ran.");
        }

        void notTaken() {
            parts.output().end(List.of("The environment had ended before it took the event; another one takes it."));
        }

        private String forRequest(String text) {
            return "RequestId: " + id + " Error: " + text;
        }

        private RunReport close(Duration took, String status) {
            var report = new RunReport(
                    environmentId,
                    version.version(),
                    startedAt,
                    queued,
                    init,
                    took,
                    Math.ceilDiv(took.toNanos(), 1_000_000L),
                    memory.peakMb(),
                    streamedBytes);
            parts.output().end(List.of(ReportLines.end(id), ReportLines.report(id, version, report) + status));
            return report;
        }
    }
}
