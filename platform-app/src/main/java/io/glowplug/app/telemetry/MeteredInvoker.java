// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;

/** Counts every attempt on its way through. */
final class MeteredInvoker implements FunctionInvoker {

    private final FunctionInvoker invoker;
    private final InvocationMeters meters;

    MeteredInvoker(FunctionInvoker invoker, InvocationMeters meters) {
        this.invoker = invoker;
        this.meters = meters;
    }

    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        AttemptOutcome outcome = invoker.invoke(request);
        meters.count(request.version().functionName(), outcome);
        return outcome;
    }
}
