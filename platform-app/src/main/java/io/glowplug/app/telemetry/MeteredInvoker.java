// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;

/** Counts every attempt on its way through. */
final class MeteredInvoker implements FunctionInvoker {

    private final FunctionInvoker invoker;
    private final InvocationMeters meters;
    private final AttemptCounts counts;

    MeteredInvoker(FunctionInvoker invoker, InvocationMeters meters, AttemptCounts counts) {
        this.invoker = invoker;
        this.meters = meters;
        this.counts = counts;
    }

    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        AttemptOutcome outcome = invoker.invoke(request);
        meters.count(request.version().functionName(), outcome);
        counts.count(request.version().functionName(), outcome);
        return outcome;
    }
}
