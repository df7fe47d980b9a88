// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import io.glowplug.runtime.channel.Companions.Breakdown;
import io.glowplug.runtime.channel.Companions.ShutdownReason;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.glowplug.runtime.environment.EnvironmentSignal.Assigned;
import io.glowplug.runtime.environment.EnvironmentSignal.Initialised;
import io.glowplug.runtime.environment.EnvironmentSignal.ProcessEnded;
import io.glowplug.runtime.environment.EnvironmentSignal.Replied;
import io.glowplug.runtime.environment.EnvironmentSignal.StopAsked;
import io.glowplug.runtime.environment.EnvironmentSignal.Tick;
import io.glowplug.runtime.environment.EnvironmentState.Busy;
import io.glowplug.runtime.environment.EnvironmentState.Idle;
import io.glowplug.runtime.environment.EnvironmentState.Starting;
import io.glowplug.runtime.environment.EnvironmentState.Stopped;
import io.glowplug.runtime.environment.EnvironmentState.Stopping;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.process.ProcessExit;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of one function version. Made by {@link EnvironmentStarter}, used by the pool. */
public final class ExecutionEnvironment {

    private static final Logger log = LoggerFactory.getLogger(ExecutionEnvironment.class);

    /** A process whose wire broke is about to end; one that does not is helped along after this time. */
    private static final long EXIT_GRACE_MILLIS = 1_000;

    private static final long KILL_LIMIT_SECONDS = 10;

    /** As long as Lambda gives to extensions: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
    private static final Duration TIME_TO_END = Duration.ofSeconds(2);

    private final String id;
    private final FunctionVersion version;
    private final EnvironmentOrigin origin;
    private final EnvironmentParts parts;
    private final FunctionProcess process;
    private final AttemptReports reports;
    private final long startedNanos;
    private final Object stateLock = new Object();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /** Held by the process and by whoever initialises it or runs on it. */
    private final Holds holds = new Holds(2, this::release);

    /** Completes where the end takes its time, for those who need not wait for it. */
    private final CompletableFuture<Void> endsInGoodOrder = new CompletableFuture<>();

    private volatile EnvironmentState state;
    private volatile CompletableFuture<Void> rest = CompletableFuture.completedFuture(null);
    private @Nullable Duration unreportedInit;

    ExecutionEnvironment(
            FunctionVersion version,
            EnvironmentOrigin origin,
            EnvironmentParts parts,
            AttemptReports reports,
            Duration initLimit) {
        this.id = parts.launched().id();
        this.version = version;
        this.origin = origin;
        this.parts = parts;
        this.process = parts.process();
        this.reports = reports;
        this.startedNanos = System.nanoTime();
        this.state = new Starting(startedNanos + initLimit.toNanos());
        var _ = process.exit().thenAcceptAsync(this::processEnded, Thread::startVirtualThread);
        var _ = parts.channel().companions().broken().thenRun(() -> stop(StopReason.CRASHED));
    }

    public String id() {
        return id;
    }

    public FunctionVersion version() {
        return version;
    }

    public EnvironmentState state() {
        return state;
    }

    /** Completes when the process is gone and everything was given back. */
    public CompletableFuture<Void> released() {
        return released;
    }

    public EnvironmentSnapshot snapshot() {
        return new EnvironmentSnapshot(
                id,
                version.functionName(),
                version.version(),
                state.label(),
                version.configuration().memoryMb(),
                process.pid());
    }

    /** Waits for the initialisation. Unless it is ready, {@link #settleInit} or {@link #discardInit} is to follow. */
    public InitResult awaitInit() {
        Init init = parts.channel().awaitInit();
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        unreportedInit = took;
        return switch (init) {
            case Init.Ready _ -> {
                if (signal(new Initialised(System.nanoTime())) instanceof Idle) {
                    reports.initialised(took);
                    Thread.startVirtualThread(this::limitAsOthers);
                    holds.release();
                    yield new InitResult.Ready();
                }
                yield endOfInit(null);
            }
            case Init.Failed failed ->
                endOfInit(new ErrorDocument(failed.errorType(), failed.errorMessage(), failed.errorDocument()));
            case Init.Gone _ -> endOfInit(null);
        };
    }

    /** It had more processor time while it started; nobody has to wait until that is over. */
    private void limitAsOthers() {
        try {
            parts.group().limit(new ResourceLimits(version.configuration().memoryMb()));
        } catch (IOException e) {
            if (!process.exit().isDone()) {
                log.warn("Environment {} goes on with the processor time of one that starts", id, e);
            }
        }
    }

    /** A process that reported why it cannot go on is left time to print the rest and end by itself. */
    private InitResult endOfInit(@Nullable ErrorDocument reported) {
        return switch (awaitEnd()) {
            case INIT_OVERRAN -> new InitResult.Overran();
            case CRASHED, TIMED_OUT -> new InitResult.Failed(reported);
            case RETIRED, PLATFORM_STOPS -> new InitResult.Abandoned();
        };
    }

    /** Ends an invocation together with the initialisation that it needed and that came to nothing. */
    public AttemptOutcome settleInit(InitResult result, RunOrder order) {
        try {
            return reports.initEnded(result, order, new AttemptReports.Init(initTime(), origin), exit());
        } finally {
            holds.release();
        }
    }

    /**
     * Closes the books of an initialisation that came to nothing and decides no invocation.
     *
     * @param invocationId who had to wait for it and goes on waiting, or null if nobody did
     */
    public void discardInit(InitResult result, @Nullable UUID invocationId) {
        try {
            reports.initDiscarded(result, invocationId, initTime());
        } finally {
            holds.release();
        }
    }

    private Duration initTime() {
        return unreportedInit == null ? Duration.ZERO : unreportedInit;
    }

    /** Runs one invocation; call it for an idle environment that nobody else was given. */
    public RunResult run(RunOrder order) {
        if (!holds.acquire()) {
            return new RunResult.NotTaken();
        }
        try {
            return runHeld(order);
        } finally {
            holds.release();
        }
    }

    private RunResult runHeld(RunOrder order) {
        AttemptRequest request = order.request();
        long began = System.nanoTime();
        var assigned = new Assigned(request.invocationId(), began, order.deadlineNanos());
        if (!(signal(assigned) instanceof Busy busy) || !busy.invocationId().equals(request.invocationId())) {
            return new RunResult.NotTaken();
        }
        Duration init = origin.isWaitedFor() ? unreportedInit : null;
        unreportedInit = null;
        AttemptReports.Run run = reports.begin(order, init, origin);
        Reply reply = parts.channel().invoke(reports.handover(order));
        if (reply instanceof Reply.Streaming streaming) {
            StreamedAnswer answer = new StreamedAnswer(request.sink());
            reply = answer.carry(streaming);
            run.streamed(answer.bytes());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return switch (reply) {
            case Reply.Answered answered ->
                new RunResult.Ended(inTime() ? run.returned(answered, took) : run.timedOut(took));
            case Reply.Failed failed -> new RunResult.Ended(inTime() ? run.failed(failed, took) : run.timedOut(took));
            case Reply.NotTaken _ -> notTaken(run, took);
            case Reply.Gone _ -> new RunResult.Ended(gone(run, took));
            case Reply.Streaming _ -> throw new IllegalStateException("a streamed answer was not taken to its end");
        };
    }

    /** Makes it idle. If the deadline came first, that is how the invocation ended, reply or not. */
    private boolean inTime() {
        rest = parts.channel().companions().atRest();
        return switch (rest.isDone() ? signal(new Replied(System.nanoTime())) : state) {
            case Stopping(StopReason reason) -> reason != StopReason.TIMED_OUT;
            case Stopped(StopReason reason, ProcessExit _) -> reason != StopReason.TIMED_OUT;
            case Starting _, Idle _, Busy _ -> true;
        };
    }

    private RunResult notTaken(AttemptReports.Run run, Duration took) {
        if (awaitEnd() == StopReason.TIMED_OUT) {
            return new RunResult.Ended(run.timedOut(took));
        }
        run.notTaken();
        return new RunResult.NotTaken();
    }

    private AttemptOutcome gone(AttemptReports.Run run, Duration took) {
        return switch (awaitEnd()) {
            case TIMED_OUT -> run.timedOut(took);
            case PLATFORM_STOPS, RETIRED -> run.abandoned(took);
            case CRASHED, INIT_OVERRAN -> run.crashed(exit(), took);
        };
    }

    /**
     * Calls back when nothing is left of the run that has just ended: at once, on this thread, unless extensions go on
     * with it. Until then the environment is busy, and the function's time runs.
     */
    public void whenAtRest(Runnable then) {
        if (rest.isDone()) {
            signal(new Replied(System.nanoTime()));
            then.run();
        } else {
            var _ = rest.thenRunAsync(
                    () -> {
                        signal(new Replied(System.nanoTime()));
                        then.run();
                    },
                    Thread::startVirtualThread);
        }
    }

    /** Asks it to end, unless it is doing so already. */
    public void stop(StopReason reason) {
        signal(new StopAsked(reason));
    }

    /** Ends it if its time is up. */
    public void tick(long nowNanos) {
        EnvironmentState now = state;
        if (now instanceof Busy || now instanceof Starting) {
            signal(new Tick(nowNanos));
        }
    }

    /** Returns the state that follows. */
    private EnvironmentState signal(EnvironmentSignal signal) {
        EnvironmentState before;
        EnvironmentState after;
        synchronized (stateLock) {
            before = state;
            after = EnvironmentTransitions.after(before, signal);
            state = after;
        }
        if (after instanceof Stopping stopping && !(before instanceof Stopping)) {
            Thread.startVirtualThread(() -> end(before, stopping.reason()));
        }
        return after;
    }

    /** Asks before it forces, where there is time; how much of it companions have, they say themselves. */
    private void end(EnvironmentState before, StopReason reason) {
        Duration ofCompanions = parts.channel().companions().shutDown(wordFor(reason), reports.now());
        if (!ofCompanions.isZero()) {
            letGoOfRuntime(before);
            endsInGoodOrder.complete(null);
        }
        Duration grace = ofCompanions.isZero() && endsInPeace(before, reason) ? TIME_TO_END : ofCompanions;
        if (!grace.isZero()) {
            process.askToEnd();
            if (within(process.exit(), grace.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        parts.launched().kill();
    }

    /** A function that has come up and did nothing wrong may close what it has open. */
    private static boolean endsInPeace(EnvironmentState before, StopReason reason) {
        return switch (reason) {
            case RETIRED, PLATFORM_STOPS -> !(before instanceof Starting);
            case INIT_OVERRAN, TIMED_OUT, CRASHED -> false;
        };
    }

    /** Whoever waits for the runtime's reply learns at once that there will be none. */
    private void letGoOfRuntime(EnvironmentState before) {
        if (parts.channel().companions().broken().getNow(null) instanceof Breakdown.RuntimeEnded) {
            parts.channel().runtimeEnded();
        } else if (!(before instanceof Idle)) {
            parts.channel().abandonRuntime();
        }
    }

    private static ShutdownReason wordFor(StopReason reason) {
        return switch (reason) {
            case RETIRED, PLATFORM_STOPS -> ShutdownReason.SPINDOWN;
            case TIMED_OUT, INIT_OVERRAN -> ShutdownReason.TIMEOUT;
            case CRASHED -> ShutdownReason.FAILURE;
        };
    }

    private void processEnded(ProcessExit exit) {
        signal(new ProcessEnded(exit));
        parts.channel().processEnded();
        // Without a sandbox, a child that it left behind may keep the wire open; nobody is to wait for that.
        CompletableFuture.delayedExecutor(EXIT_GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(parts.channel()::close);
        holds.release();
    }

    /** Waits for the process to end, forcing it if it does not by itself, and returns why it ended. */
    private StopReason awaitEnd() {
        CompletableFuture<?> over = CompletableFuture.anyOf(process.exit(), endsInGoodOrder);
        if (!within(over, EXIT_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            stop(StopReason.CRASHED);
            within(over, KILL_LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        ProcessExit exit = process.exit().getNow(null);
        EnvironmentState end = exit == null ? state : signal(new ProcessEnded(exit));
        return switch (end) {
            case Stopped stopped -> stopped.reason();
            case Stopping stopping -> stopping.reason();
            case Starting _, Idle _, Busy _ -> StopReason.CRASHED;
        };
    }

    /** How the runtime ended, which may be while its companions are still there. */
    private @Nullable ProcessExit exit() {
        return parts.channel().companions().broken().getNow(null) instanceof Breakdown.RuntimeEnded(int exitCode)
                ? new ProcessExit(exitCode)
                : process.exit().getNow(null);
    }

    private static boolean within(CompletableFuture<?> future, long time, TimeUnit unit) {
        try {
            future.get(time, unit);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the exit of a process was lost", impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void release() {
        parts.release();
        released.complete(null);
    }
}
