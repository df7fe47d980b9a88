// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the payload before the function gets it, so that leases carry no megabytes. */
public final class PayloadReadingInvoker implements FunctionInvoker {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadReadingInvoker.class);

    private final FunctionInvoker invoker;
    private final Payloads payloads;

    public PayloadReadingInvoker(FunctionInvoker invoker, Payloads payloads) {
        this.invoker = invoker;
        this.payloads = payloads;
    }

    /** The payload itself, or what its column has if it cannot be read now; null if it is past its retention. */
    public @Nullable Payload readable(Payload stored) {
        try {
            return payloads.read(stored.bytes()).orElse(null);
        } catch (UncheckedIOException unreadable) {
            return stored;
        }
    }

    /** A file that cannot be read now may be so later, which costs only age. */
    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        Optional<Payload> payload;
        try {
            payload = payloads.read(request.payload().bytes());
        } catch (UncheckedIOException unreadable) {
            LOG.error("The payload of invocation {} cannot be read", request.invocationId(), unreadable);
            return new AttemptOutcome.PlatformFailed("The payload cannot be read.");
        }
        if (payload.isEmpty()) {
            return new AttemptOutcome.Rejected("EventGone", "The payload is past its retention.");
        }
        return invoker.invoke(payload.get().equals(request.payload()) ? request : request.withPayload(payload.get()));
    }
}
