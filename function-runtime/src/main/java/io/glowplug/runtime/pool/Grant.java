// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.environment.ExecutionEnvironment;

/** What a waiting invocation gets in the end. */
sealed interface Grant {

    /** An idle environment of its own. */
    record Use(ExecutionEnvironment environment) implements Grant {}

    /** The environment that was started for it could not be initialised; that settles it. */
    record Settled(AttemptOutcome outcome) implements Grant {}

    /**
     * The initialisation took too long: it is repeated as part of the invocation, within the function's own time, once
     * the environment that overran is gone. Its memory goes over to the invocation.
     */
    record RepeatInit(ExecutionEnvironment overran) implements Grant {}
}
