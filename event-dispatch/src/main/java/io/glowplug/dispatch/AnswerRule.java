// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.util.Optional;

/** What a function's answer has to be like for somebody who passes it on. */
@FunctionalInterface
public interface AnswerRule {

    /** The type of the error that an invocation ends with whose answer breaks the rule. */
    String MALFORMED = "Glowplug.MalformedAnswer";

    /**
     * Says what is wrong with an answer, in a sentence for the function's author; empty if nothing is. Called once, on
     * the thread that invokes, with an empty payload if the answer was streamed.
     */
    Optional<String> brokenBy(Payload answer);
}
