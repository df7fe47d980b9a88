// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** Invocations that a caller asks for by name, with an answer or without. */
public interface InvokeService {

    /**
     * Runs the function now and waits for it. Not durable: when the platform dies the caller gets no answer. A
     * summary of the run is recorded afterwards.
     *
     * @throws io.glowplug.registry.RefusedException if the function is unknown or not active, or the payload is
     *     too large or not JSON
     */
    SyncAnswer invoke(InvokeRequest request);

    /**
     * Runs the function now and passes its answer on while it is made, if it streams it; otherwise this is {@link
     * #invoke}. Once the answer has begun, only {@link io.glowplug.runtime.AttemptOutcome.Returned} says that it is
     * whole. The history keeps the answer's size, not its bytes.
     *
     * @throws io.glowplug.registry.RefusedException as for {@link #invoke}, and if there is an idempotency key, since an
     *     answer that is not stored cannot be repeated
     */
    SyncAnswer invokeStreaming(InvokeRequest request, StreamingCaller caller);

    /**
     * Accepts the event and returns once it is committed. From then on it is run until it succeeds, is dead-lettered,
     * expires or is cancelled, whatever crashes meanwhile.
     *
     * @throws io.glowplug.registry.RefusedException as for {@link #invoke}
     */
    AsyncAnswer invokeAsync(InvokeRequest request);
}
