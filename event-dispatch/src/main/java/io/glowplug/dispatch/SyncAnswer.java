// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.util.UUID;

/** What a synchronous call leads to. */
public sealed interface SyncAnswer {

    /** The function was run, or could not be (throttled, platform failed): the outcome says which. */
    record Ran(UUID invocationId, String executedVersion, AttemptOutcome outcome) implements SyncAnswer {}

    /** A call with this key and payload has succeeded before; this is its answer, and nothing ran. */
    record Replayed(UUID invocationId, String executedVersion, Payload answer) implements SyncAnswer {}

    /**
     * A call with this key and payload has succeeded before, and its answer was too large to be kept; nothing ran.
     *
     * @param answerBytes how large it was
     */
    record NotKept(UUID invocationId, String executedVersion, int answerBytes) implements SyncAnswer {}

    /** A call with this key is running now. */
    record StillRunning(UUID invocationId, Duration retryAfter) implements SyncAnswer {}

    /** The key was used with another payload. */
    record KeyReused(UUID invocationId) implements SyncAnswer {}
}
