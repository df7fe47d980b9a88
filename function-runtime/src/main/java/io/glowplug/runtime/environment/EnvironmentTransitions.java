// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.environment.EnvironmentSignal.Assigned;
import io.glowplug.runtime.environment.EnvironmentSignal.Initialised;
import io.glowplug.runtime.environment.EnvironmentSignal.ProcessEnded;
import io.glowplug.runtime.environment.EnvironmentSignal.Replied;
import io.glowplug.runtime.environment.EnvironmentSignal.StopAsked;
import io.glowplug.runtime.environment.EnvironmentSignal.Tick;
import io.glowplug.runtime.environment.EnvironmentState.Busy;
import io.glowplug.runtime.environment.EnvironmentState.Idle;
import io.glowplug.runtime.environment.EnvironmentState.Starting;
import io.glowplug.runtime.environment.EnvironmentState.Stopped;
import io.glowplug.runtime.environment.EnvironmentState.Stopping;

/** The only place that decides which state follows which. What is not listed changes nothing. */
final class EnvironmentTransitions {

    private EnvironmentTransitions() {}

    /** Returns the next state, or {@code state} itself if the signal means nothing to it. */
    static EnvironmentState after(EnvironmentState state, EnvironmentSignal signal) {
        return switch (state) {
            case Starting starting -> afterStarting(starting, signal);
            case Idle idle -> afterIdle(idle, signal);
            case Busy busy -> afterBusy(busy, signal);
            case Stopping stopping -> afterStopping(stopping, signal);
            case Stopped stopped -> stopped;
        };
    }

    private static EnvironmentState afterStarting(Starting starting, EnvironmentSignal signal) {
        return switch (signal) {
            case Initialised initialised -> new Idle(initialised.nowNanos());
            case Tick tick when reached(starting.deadlineNanos(), tick) -> new Stopping(StopReason.INIT_OVERRAN);
            case StopAsked asked -> new Stopping(asked.reason());
            case ProcessEnded ended -> new Stopped(StopReason.CRASHED, ended.exit());
            case Assigned _, Replied _, Tick _ -> starting;
        };
    }

    private static EnvironmentState afterIdle(Idle idle, EnvironmentSignal signal) {
        return switch (signal) {
            case Assigned assigned -> new Busy(assigned.invocationId(), assigned.nowNanos(), assigned.deadlineNanos());
            case StopAsked asked -> new Stopping(asked.reason());
            case ProcessEnded ended -> new Stopped(StopReason.CRASHED, ended.exit());
            case Initialised _, Replied _, Tick _ -> idle;
        };
    }

    private static EnvironmentState afterBusy(Busy busy, EnvironmentSignal signal) {
        return switch (signal) {
            case Replied replied -> new Idle(replied.nowNanos());
            case Tick tick when reached(busy.deadlineNanos(), tick) -> new Stopping(StopReason.TIMED_OUT);
            case StopAsked asked -> new Stopping(asked.reason());
            case ProcessEnded ended -> new Stopped(StopReason.CRASHED, ended.exit());
            case Initialised _, Assigned _, Tick _ -> busy;
        };
    }

    private static EnvironmentState afterStopping(Stopping stopping, EnvironmentSignal signal) {
        return switch (signal) {
            case ProcessEnded ended -> new Stopped(stopping.reason(), ended.exit());
            case Initialised _, Assigned _, Replied _, Tick _, StopAsked _ -> stopping;
        };
    }

    /** Compares by difference, as {@link System#nanoTime()} may overflow. */
    private static boolean reached(long deadlineNanos, Tick tick) {
        return tick.nowNanos() - deadlineNanos >= 0;
    }
}
