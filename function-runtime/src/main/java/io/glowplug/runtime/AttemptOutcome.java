// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

/** Every way in which one attempt can end. */
public sealed interface AttemptOutcome {

    /**
     * The handler answered.
     *
     * @param answer what a caller gets; empty where it was streamed to the caller's {@link AnswerSink}
     * @param answerToShow the same with the function's secrets masked, for what others may read
     */
    record Returned(Payload answer, RunReport report, Payload answerToShow) implements AttemptOutcome {

        /** An answer without secrets. */
        public Returned(Payload answer, RunReport report) {
            this(answer, report, answer);
        }
    }

    /**
     * The function's own code failed: it threw, exited, was killed for its memory, answered too much, or did not
     * initialise.
     *
     * @param errorType such as {@code ValueError}, {@code Runtime.ExitError}, {@code Runtime.ImportModuleError}
     * @param errorPayload the JSON document that a synchronous caller gets
     */
    record FunctionFailed(String errorType, String errorMessage, Payload errorPayload, RunReport report)
            implements AttemptOutcome {}

    /** The function's time ran out and its environment was ended. */
    record TimedOut(String errorMessage, Payload errorPayload, RunReport report) implements AttemptOutcome {}

    /** No environment was free within the caller's patience and none could be added. The function did not run. */
    record Throttled(String reason) implements AttemptOutcome {}

    /** Glowplug or its host failed; the function is not to blame and may not have run. */
    record PlatformFailed(String reason) implements AttemptOutcome {}

    /** This can never run as it stands, for example because no node serves the runtime. */
    record Rejected(String errorType, String errorMessage) implements AttemptOutcome {}
}
