// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A function that answers what a test says: a queue of outcomes, then always the last kind that was set. */
public final class ScriptedFunction {

    private final String name;
    private final UUID id = UUID.randomUUID();
    private final Queue<Function<AttemptRequest, AttemptOutcome>> script = new ArrayDeque<>();
    private final Queue<AttemptRequest> requests = new ConcurrentLinkedQueue<>();
    private final Map<UUID, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Function<AttemptRequest, AttemptOutcome> otherwise = ScriptedFunction::returned;
    private volatile RetryPolicy retry = RetryPolicy.DEFAULT;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    ScriptedFunction(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public ScriptedFunction retrying(int maxRetries, int backoffSeconds) {
        retry = new RetryPolicy(maxRetries, backoffSeconds, backoffSeconds, 21_600);
        return this;
    }

    public ScriptedFunction withPolicy(RetryPolicy policy) {
        retry = policy;
        return this;
    }

    public ScriptedFunction failing(String errorType) {
        otherwise = request -> failed(errorType);
        return this;
    }

    public ScriptedFunction throttled() {
        otherwise = request -> new AttemptOutcome.Throttled("no environment");
        return this;
    }

    public ScriptedFunction answering(Function<AttemptRequest, AttemptOutcome> answer) {
        otherwise = answer;
        return this;
    }

    /** Queues one outcome; what was set for all others comes after the queue. */
    public synchronized ScriptedFunction then(AttemptOutcome outcome) {
        script.add(request -> outcome);
        return this;
    }

    /** Holds every attempt until {@link #open()}. */
    public ScriptedFunction closed() {
        gate = new CountDownLatch(1);
        return this;
    }

    public void open() {
        gate.countDown();
    }

    public int attempts() {
        return requests.size();
    }

    public List<AttemptRequest> requests() {
        return List.copyOf(requests);
    }

    public List<String> payloads() {
        return requests.stream().map(request -> request.payload().utf8()).toList();
    }

    public int running() {
        return running.get();
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** How many invocations were attempted more than once. */
    public long attemptedTwice() {
        return runs.values().stream().filter(count -> count.get() > 1).count();
    }

    public int invocations() {
        return runs.size();
    }

    public static AttemptOutcome returned(AttemptRequest request) {
        return new AttemptOutcome.Returned(request.payload(), report());
    }

    /** Answers with the payload too, as a stream. */
    public static AttemptOutcome streamed(AttemptRequest request) {
        AnswerSink sink = Objects.requireNonNull(request.sink(), "nobody takes a stream");
        try {
            sink.begin(null);
            sink.write(request.payload().bytes());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        RunReport report = new RunReport(
                "env-1",
                FunctionVersion.LATEST,
                Instant.EPOCH,
                Duration.ZERO,
                null,
                Duration.ofMillis(1),
                1,
                20,
                (long) request.payload().size(),
                RunReport.WARM);
        return new AttemptOutcome.Returned(Payload.EMPTY, report);
    }

    public static AttemptOutcome failed(String errorType) {
        return new AttemptOutcome.FunctionFailed(
                errorType, "it failed", Payload.ofUtf8("{\"errorType\":\"" + errorType + "\"}"), report());
    }

    public static AttemptOutcome timedOut() {
        return new AttemptOutcome.TimedOut("Task timed out after 3.00 seconds", Payload.NULL, report());
    }

    private static RunReport report() {
        return new RunReport(
                "env-1", FunctionVersion.LATEST, Instant.EPOCH, Duration.ZERO, null, Duration.ofMillis(1), 1, 20);
    }

    AttemptOutcome invoke(AttemptRequest request) {
        requests.add(request);
        runs.computeIfAbsent(request.invocationId(), key -> new AtomicInteger()).incrementAndGet();
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            gate.await();
            return next().apply(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            running.decrementAndGet();
        }
    }

    private synchronized Function<AttemptRequest, AttemptOutcome> next() {
        return script.isEmpty() ? otherwise : script.remove();
    }

    FunctionVersion version() {
        FunctionRuntime runtime = FunctionRuntime.parse("python3.11").orElseThrow();
        return new FunctionVersion(
                id,
                name,
                FunctionVersion.LATEST,
                1,
                new FunctionConfiguration(runtime, "index.handler", 128, 3, 512, Map.of(), "", NetworkAccess.NONE),
                new CodePackage("0".repeat(64), 1, 1),
                retry);
    }
}
