// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.TriggerCall;
import io.glowplug.dispatch.accept.EventAcceptor;
import io.glowplug.dispatch.delay.DelayRules;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The front door for calls by name. */
public final class FunctionInvokeService implements InvokeService {

    private static final String SOURCE = "invoke";

    private final FunctionResolver resolver;
    private final EventAcceptor acceptor;
    private final SyncRunner runner;
    private final KeyedCalls keyedCalls;
    private final InstantSource clock;
    private final Duration keyLife;

    /**
     * Makes it.
     *
     * @param keyLife how long an idempotency key is remembered whose caller did not say
     */
    public FunctionInvokeService(
            FunctionResolver resolver,
            EventAcceptor acceptor,
            SyncRunner runner,
            KeyedCalls keyedCalls,
            InstantSource clock,
            Duration keyLife) {
        this.resolver = resolver;
        this.acceptor = acceptor;
        this.runner = runner;
        this.keyedCalls = keyedCalls;
        this.clock = clock;
        this.keyLife = keyLife;
    }

    @Override
    public SyncAnswer invoke(InvokeRequest request) {
        RequestRules.noOrderingKey(request.orderingKey());
        RequestRules.refuseDelivery(request);
        CheckedCall call = call(request, Payload.MAX_SYNC_BYTES);
        KeyClaim claim = claim(request, call, Duration.ZERO);
        return claim == null
                ? runner.run(call)
                : keyedCalls.runOnce(claim, call.function().configuration().timeoutSeconds(), () -> runner.run(call));
    }

    @Override
    public SyncAnswer invokeStreaming(InvokeRequest request, StreamingCaller caller) {
        RequestRules.refuseDelivery(request);
        if (request.idempotencyKey() != null) {
            throw RefusedException.invalid(
                    "idempotencyKey",
                    "cannot go with a streamed answer, which is not stored and so cannot be repeated");
        }
        RequestRules.noOrderingKey(request.orderingKey());
        return runner.run(call(request, Payload.MAX_SYNC_BYTES), caller);
    }

    @Override
    public AsyncAnswer invokeAsync(InvokeRequest request) {
        RequestRules.orderingKey(request);
        CheckedCall call = call(request, Payload.MAX_ASYNC_BYTES);
        Instant now = clock.instant();
        Instant deliverAt = DelayRules.deliverAt(request.options().deliverAt(), now);
        NewInvocation invocation = new NewInvocation(
                call.invocationId(),
                request.functionName(),
                request.qualifier(),
                null,
                SOURCE,
                request.idempotencyKey(),
                request.orderingKey(),
                request.idempotencyKey(),
                now,
                attributes(request, deliverAt),
                call.payload(),
                null,
                deliverAt);
        Duration untilDelivery = deliverAt == null ? Duration.ZERO : Duration.between(now, deliverAt);
        return acceptor.accept(invocation, claim(request, call, untilDelivery));
    }

    private CheckedCall call(InvokeRequest request, int maxBytes) {
        RequestRules.idempotencyKey(request);
        Payload payload = RequestRules.payload(request.payload(), maxBytes);
        FunctionVersion function = resolver.resolve(request.functionName(), request.qualifier());
        return new CheckedCall(UuidCreator.getTimeOrderedEpochPlus1(), function, payload, request);
    }

    private static Map<String, String> attributes(InvokeRequest request, @Nullable Instant deliverAt) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (request.traceId() != null) {
            attributes.put(NewInvocation.TRACE_ID, request.traceId());
        }
        if (deliverAt != null) {
            attributes.put(NewInvocation.DELIVER_AT, deliverAt.toString());
        }
        return attributes;
    }

    /** The key of a call that is delivered later lives from its delivery on: until then nothing can have succeeded. */
    private @Nullable KeyClaim claim(InvokeRequest request, CheckedCall call, Duration untilDelivery) {
        if (request.idempotencyKey() == null) {
            return null;
        }
        Duration asked = request.options().idempotencyLife();
        TriggerCall trigger = request.options().call();
        String sameness = trigger == null ? null : trigger.sameness();
        return new KeyClaim(
                request.functionName(),
                trigger == null ? null : trigger.triggerId(),
                request.idempotencyKey(),
                sameness == null
                        ? call.payload().sha256()
                        : Payload.ofUtf8(sameness).sha256(),
                call.invocationId(),
                untilDelivery.plus(asked == null ? keyLife : asked));
    }
}
