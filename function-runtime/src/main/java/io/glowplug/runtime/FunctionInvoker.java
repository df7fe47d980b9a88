// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

/** Runs one attempt of an invocation in an execution environment of this node. */
public interface FunctionInvoker {

    /**
     * Runs the function and waits for its end; call it on a virtual thread. Every way it can end is an
     * {@link AttemptOutcome}; it throws only on a programming error. When the platform dies meanwhile there is no
     * outcome, and the function may or may not have run.
     */
    AttemptOutcome invoke(AttemptRequest request);
}
