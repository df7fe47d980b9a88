// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.AttemptOutcome;

/** What became of handing an invocation to an environment. */
public sealed interface RunResult {

    record Ended(AttemptOutcome outcome) implements RunResult {}

    /** The environment had ended before it took the event: the handler was not entered, and another may run it. */
    record NotTaken() implements RunResult {}
}
