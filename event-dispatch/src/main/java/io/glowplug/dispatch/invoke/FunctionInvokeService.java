// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.accept.EventAcceptor;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The front door for calls by name. */
public final class FunctionInvokeService implements InvokeService {

    private static final String SOURCE = "invoke";

    private final FunctionResolver resolver;
    private final EventAcceptor acceptor;
    private final SyncRunner runner;
    private final KeyedCalls keyedCalls;
    private final InstantSource clock;

    public FunctionInvokeService(
            FunctionResolver resolver,
            EventAcceptor acceptor,
            SyncRunner runner,
            KeyedCalls keyedCalls,
            InstantSource clock) {
        this.resolver = resolver;
        this.acceptor = acceptor;
        this.runner = runner;
        this.keyedCalls = keyedCalls;
        this.clock = clock;
    }

    @Override
    public SyncAnswer invoke(InvokeRequest request) {
        RequestRules.noOrderingKey(request.orderingKey());
        CheckedCall call = call(request, Payload.MAX_SYNC_BYTES);
        KeyClaim claim = claim(request, call.payload(), call.invocationId());
        return claim == null
                ? runner.run(call)
                : keyedCalls.runOnce(claim, call.function().configuration().timeoutSeconds(), () -> runner.run(call));
    }

    @Override
    public SyncAnswer invokeStreaming(InvokeRequest request, StreamingCaller caller) {
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
        RequestRules.orderingKey(request.orderingKey());
        CheckedCall call = call(request, Payload.MAX_ASYNC_BYTES);
        NewInvocation invocation = new NewInvocation(
                call.invocationId(),
                request.functionName(),
                request.qualifier(),
                null,
                SOURCE,
                request.idempotencyKey(),
                request.orderingKey(),
                request.idempotencyKey(),
                clock.instant(),
                request.traceId() == null ? Map.of() : Map.of(NewInvocation.TRACE_ID, request.traceId()),
                call.payload(),
                null);
        return acceptor.accept(invocation, claim(request, call.payload(), call.invocationId()));
    }

    private CheckedCall call(InvokeRequest request, int maxBytes) {
        RequestRules.idempotencyKey(request.idempotencyKey());
        Payload payload = RequestRules.payload(request.payload(), maxBytes);
        FunctionVersion function = resolver.resolve(request.functionName(), request.qualifier());
        return new CheckedCall(UuidCreator.getTimeOrderedEpochPlus1(), function, payload, request);
    }

    private static @Nullable KeyClaim claim(InvokeRequest request, Payload payload, UUID invocationId) {
        return request.idempotencyKey() == null
                ? null
                : new KeyClaim(request.functionName(), request.idempotencyKey(), payload.sha256(), invocationId);
    }
}
