// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.dispatch.AnswerRule;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.TriggerCall;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.ingress.IdempotencyHeader;
import io.glowplug.trigger.ingress.ProxyAnswer;
import io.glowplug.trigger.ingress.ProxyEventMapper;
import io.glowplug.trigger.ingress.RefusedRequest;
import io.glowplug.trigger.ingress.RequestEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the function answer. Strangers learn that it failed, and by which invocation; why it did stands in that
 * invocation's time line.
 */
final class SyncAnswering {

    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TriggerDefinition trigger;
    private final HttpSettings settings;
    private final InvokeService service;

    SyncAnswering(TriggerDefinition trigger, HttpSettings settings, InvokeService service) {
        this.trigger = trigger;
        this.settings = settings;
        this.service = service;
    }

    String answer(RequestEvent event) throws IOException {
        IngressExchange exchange = event.exchange();
        Payload payload = Payload.wrap(ProxyEventMapper.event(settings.format(), event));
        if (payload.size() > Payload.MAX_SYNC_BYTES) {
            throw RefusedRequest.of(
                    413,
                    "too-large",
                    "The request makes an event of " + payload.size() + " bytes; a function takes at most "
                            + Payload.MAX_SYNC_BYTES + ".");
        }
        String key = IdempotencyHeader.of(exchange);
        FunctionCall call = new FunctionCall(exchange, settings.format());
        InvokeRequest request = new InvokeRequest(
                trigger.functionName(),
                trigger.qualifier(),
                payload,
                key,
                null,
                null,
                null,
                new InvokeRequest.Options(
                        key == null ? null : Duration.ofSeconds(settings.idempotencyTtlSeconds()),
                        null,
                        new TriggerCall(trigger.id(), key == null ? null : IdempotencyHeader.sameness(event), call)));
        // What is streamed is not stored, so that a call with a key is answered in one piece.
        SyncAnswer answer =
                inTime(call, () -> key == null ? service.invokeStreaming(request, call) : service.invoke(request));
        return pass(answer, call, exchange);
    }

    /** Waits for the call; if that takes too long the caller is told so, and the function goes on for nobody. */
    private SyncAnswer inTime(FunctionCall call, Supplier<SyncAnswer> run) {
        Integer seconds = settings.timeoutSeconds();
        if (seconds == null) {
            return run.get();
        }
        FutureTask<SyncAnswer> running = new FutureTask<>(run::get);
        Thread.ofVirtual().name("http-" + trigger.name()).start(running);
        try {
            try {
                return running.get(seconds, TimeUnit.SECONDS);
            } catch (TimeoutException late) {
                if (call.giveUp()) {
                    throw RefusedRequest.of(504, "timed-out", "There was no answer within " + seconds + " seconds.");
                }
                return running.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefusedRequest.later(503, "stopping", "This node is stopping.", SOON);
        }
    }

    private String pass(SyncAnswer answer, FunctionCall call, IngressExchange exchange) throws IOException {
        return switch (answer) {
            case SyncAnswer.Ran ran -> passRun(ran, call, exchange);
            case SyncAnswer.Replayed replayed -> {
                call.read(replayed.answer().bytes());
                yield write(call, exchange, replayed.invocationId(), new HeaderField(REPLAYED, "true"));
            }
            case SyncAnswer.NotKept kept ->
                throw RefusedRequest.of(
                        410,
                        "idempotent-answer-not-kept",
                        "The first request with this Idempotency-Key succeeded, and its answer of " + kept.answerBytes()
                                + " bytes was too large to be kept.");
            case SyncAnswer.StillRunning running ->
                throw RefusedRequest.later(
                        409,
                        "idempotency-key-in-use",
                        "The first request with this Idempotency-Key is still running.",
                        running.retryAfter());
            case SyncAnswer.KeyReused _ -> throw IdempotencyHeader.reused();
        };
    }

    private String passRun(SyncAnswer.Ran ran, FunctionCall call, IngressExchange exchange) throws IOException {
        HeaderField id =
                new HeaderField(FunctionCall.INVOCATION_ID, ran.invocationId().toString());
        return switch (ran.outcome()) {
            case AttemptOutcome.Returned _ -> {
                if (call.streamed()) {
                    yield "streamed";
                }
                yield write(call, exchange, ran.invocationId(), null);
            }
            case AttemptOutcome.FunctionFailed failed
            when failed.errorType().equals(AnswerRule.MALFORMED) ->
                throw RefusedRequest.of(
                        502, "malformed-answer", "The function's answer is no answer to a request.", id);
            case AttemptOutcome.FunctionFailed _ ->
                throw RefusedRequest.of(502, "function-failed", "The function failed.", id);
            case AttemptOutcome.TimedOut _ ->
                throw RefusedRequest.of(504, "timed-out", "The function took longer than it may.", id);
            case AttemptOutcome.Throttled _ ->
                throw RefusedRequest.later(429, "throttled", "The function has no room for another call.", SOON);
            case AttemptOutcome.PlatformFailed _ ->
                throw RefusedRequest.later(503, "platform-failed", "The function could not be run.", SOON);
            case AttemptOutcome.Rejected _ ->
                throw RefusedRequest.of(502, "rejected", "The function cannot be run as it is.", id);
        };
    }

    private static String write(
            FunctionCall call, IngressExchange exchange, UUID invocationId, @Nullable HeaderField more)
            throws IOException {
        ProxyAnswer answer = call.answer();
        if (answer == null) {
            throw RefusedRequest.of(502, "malformed-answer", "The function's answer is no answer to a request.");
        }
        List<HeaderField> headers = new ArrayList<>(answer.headers());
        headers.add(new HeaderField(FunctionCall.INVOCATION_ID, invocationId.toString()));
        if (more != null) {
            headers.add(more);
        }
        exchange.answer(answer.status(), headers, answer.body());
        return "answered";
    }
}
