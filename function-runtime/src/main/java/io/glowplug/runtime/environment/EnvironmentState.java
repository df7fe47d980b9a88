// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.process.ProcessExit;
import java.util.UUID;

/** Where an environment is in its life. Points in time are of {@link System#nanoTime()}. */
public sealed interface EnvironmentState {

    /** The process was started and has not asked for an event yet. */
    record Starting(long deadlineNanos) implements EnvironmentState {}

    /** Initialised and waiting for an event. */
    record Idle(long sinceNanos) implements EnvironmentState {}

    /** The handler has an event. */
    record Busy(UUID invocationId, long sinceNanos, long deadlineNanos) implements EnvironmentState {}

    /** Being ended; the process may still be there. */
    record Stopping(StopReason reason) implements EnvironmentState {}

    /** The process is gone. */
    record Stopped(StopReason reason, ProcessExit exit) implements EnvironmentState {}

    /** The state's name for people. */
    default String label() {
        return switch (this) {
            case Starting starting -> "starting";
            case Idle idle -> "idle";
            case Busy busy -> "busy";
            case Stopping stopping -> "stopping";
            case Stopped stopped -> "stopped";
        };
    }
}
