// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.process.ProcessExit;
import java.util.UUID;

/** What can happen to an environment. Points in time are of {@link System#nanoTime()}. */
public sealed interface EnvironmentSignal {

    /** The process asked for its first event. */
    record Initialised(long nowNanos) implements EnvironmentSignal {}

    /** An invocation wants to run. */
    record Assigned(UUID invocationId, long nowNanos, long deadlineNanos) implements EnvironmentSignal {}

    /** The reply is there and the output was read. */
    record Replied(long nowNanos) implements EnvironmentSignal {}

    /** Time goes by. */
    record Tick(long nowNanos) implements EnvironmentSignal {}

    /** Somebody wants it to end. */
    record StopAsked(StopReason reason) implements EnvironmentSignal {}

    /** The process has ended. */
    record ProcessEnded(ProcessExit exit) implements EnvironmentSignal {}
}
