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
import java.util.ArrayList;
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
    private final PlatformLines lines;

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
        this.lines = PlatformLines.of(version, clock);
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
                request.traceHeader(),
                request.clientContext(),
                request.payload());
    }

    /** An initialisation that an invocation waited for. */
    record Init(Duration took, EnvironmentOrigin origin) {}

    Run begin(RunOrder order, @Nullable Duration init, EnvironmentOrigin origin) {
        UUID id = order.request().invocationId();
        parts.events().start(id, order.request().traceHeader());
        parts.output().begin(id, lines.start(id));
        return new Run(order, queued(order, init), init == null ? null : new Init(init, origin), clock.instant());
    }

    /** An invocation whose environment did not get through its initialisation. */
    AttemptOutcome initEnded(InitResult result, RunOrder order, Init init, @Nullable ProcessExit exit) {
        UUID id = order.request().invocationId();
        Duration took = init.took();
        Run run = new Run(order, queued(order, took), init, clock.instant().minus(took));
        List<String> afterIt = new ArrayList<>(lines.initReport(took, status(result)));
        afterIt.addAll(lines.start(id));
        parts.output().attributeInit(id, afterIt);
        parts.events().initReport(took, status(result));
        parts.events().start(id, order.request().traceHeader());
        return switch (result) {
            case InitResult.Failed(ErrorDocument reported) when reported != null -> run.error(reported, Duration.ZERO);
            case InitResult.Failed _ -> run.crashed(exit, Duration.ZERO);
            case InitResult.Overran _ -> run.timedOut(took);
            case InitResult.Abandoned _, InitResult.Ready _ -> run.abandoned(Duration.ZERO);
        };
    }

    /** An initialisation that came to nothing and decides no invocation. */
    void initDiscarded(InitResult result, @Nullable UUID invocationId, Duration took) {
        parts.output().attributeInit(invocationId, lines.initReport(took, status(result)));
        parts.output().end(List.of());
        parts.events().initReport(took, status(result));
    }

    /** An initialisation that went well. */
    void initialised(Duration took) {
        parts.events().initReport(took, EndStatus.SUCCESS);
    }

    private static Duration queued(RunOrder order, @Nullable Duration init) {
        if (init == null) {
            return order.waited();
        }
        return init.compareTo(order.waited()) < 0 ? order.waited().minus(init) : Duration.ZERO;
    }

    private static EndStatus status(InitResult result) {
        return switch (result) {
            case InitResult.Overran _ -> EndStatus.TIMEOUT;
            case InitResult.Failed(ErrorDocument reported) ->
                EndStatus.error(reported == null ? EXIT_ERROR : reported.errorType());
            case InitResult.Abandoned _, InitResult.Ready _ -> EndStatus.ENDED_BY_PLATFORM;
        };
    }

    /** One invocation from its begin to its end. */
    final class Run {

        private final UUID id;
        private final String traceId;
        private final Duration queued;
        private final @Nullable Init init;
        private final Instant startedAt;
        private @Nullable Long streamedBytes;
        private long producedBytes;

        private Run(RunOrder order, Duration queued, @Nullable Init init, Instant startedAt) {
            this.id = order.request().invocationId();
            this.traceId = order.request().traceHeader();
            this.queued = queued;
            this.init = init;
            this.startedAt = startedAt;
        }

        /** The function streamed that much before it ended, well or not. */
        void streamed(long bytes) {
            streamedBytes = bytes;
            producedBytes = bytes;
        }

        AttemptOutcome returned(Reply.Answered answered, Duration took) {
            if (answered.answer().size() > RuntimeChannel.MAX_ANSWER_BYTES) {
                return error(ErrorDocument.answerTooLarge(), took);
            }
            producedBytes += answered.answer().size();
            return new AttemptOutcome.Returned(
                    answered.answer(),
                    close(took, EndStatus.SUCCESS),
                    parts.mask().applyTo(answered.answer()));
        }

        AttemptOutcome failed(Reply.Failed failed, Duration took) {
            RunReport report = close(took, EndStatus.failure(failed.errorType()));
            return failed(failed.errorType(), failed.errorMessage(), failed.errorDocument(), report);
        }

        AttemptOutcome timedOut(Duration took) {
            int seconds = version.configuration().timeoutSeconds();
            Duration limit = Duration.ofSeconds(seconds);
            parts.output().platform(lines.timedOut(id));
            RunReport report = close(took.compareTo(limit) < 0 ? took : limit, EndStatus.TIMEOUT);
            ErrorDocument error = ErrorDocument.of(TIMED_OUT, forRequest(ReportLines.timeoutText(seconds)));
            return new AttemptOutcome.TimedOut(error.errorMessage(), error.json(), report);
        }

        /** The process ended in the middle of it. */
        AttemptOutcome crashed(@Nullable ProcessExit exit, Duration took) {
            if (parts.channel().companions().broken().getNow(null)
                    instanceof Breakdown.ExtensionFailed(String errorType, String errorMessage)) {
                ErrorDocument error = ErrorDocument.of(errorType, forRequest(errorMessage));
                fault(error.errorMessage());
                return error(error, took);
            }
            if (exit == null) {
                close(took, EndStatus.ENDED_BY_PLATFORM);
                return new AttemptOutcome.PlatformFailed("The end of the function's process could not be awaited.");
            }
            ErrorDocument error = ErrorDocument.of(EXIT_ERROR, forRequest("Runtime exited " + exit.reason()));
            fault(error.errorMessage());
            if (exit.killed() && parts.group().outOfMemoryKills() > 0) {
                fault("The memory limit of " + version.configuration().memoryMb()
                        + " MB was reached; files in /tmp count.");
            }
            return error(error, took);
        }

        private void fault(String text) {
            parts.output().platform(lines.fault(text));
            parts.events().fault(text);
        }

        AttemptOutcome error(ErrorDocument error, Duration took) {
            RunReport report = close(took, EndStatus.error(error.errorType()));
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
            close(took, EndStatus.ENDED_BY_PLATFORM);
            return new AttemptOutcome.PlatformFailed("The environment was ended while the function ran.");
        }

        void notTaken() {
            parts.output()
                    .end(lines.fault("The environment had ended before it took the event; another one takes it."));
        }

        private String forRequest(String text) {
            return "RequestId: " + id + " Error: " + text;
        }

        private RunReport close(Duration took, EndStatus status) {
            var report = new RunReport(
                    environmentId,
                    version.version(),
                    startedAt,
                    queued,
                    init == null ? null : init.took(),
                    took,
                    Math.ceilDiv(took.toNanos(), 1_000_000L),
                    memory.peakMb(),
                    streamedBytes,
                    init == null ? RunReport.WARM : init.origin().label());
            parts.output().end(lines.end(id, report, status));
            parts.events().end(id, report, status, producedBytes, traceId);
            return report;
        }
    }
}
