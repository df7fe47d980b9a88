// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;

/**
 * Stands in on a node that cannot isolate functions and was not told to go without.
 *
 * @param reason the sentence that says what is missing
 */
public record UnavailableInvoker(String reason) implements FunctionInvoker {

    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        return new AttemptOutcome.Rejected("Runtime.SandboxUnavailable", reason);
    }
}
