// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.util.Optional;

/** A compiled expression on events. Safe for use by many threads. */
public interface EventExpression {

    /**
     * Returns what the expression selects as one text: a string as it is, everything else as canonical JSON (keys
     * sorted, no white space, numbers in their shortest form); empty for null.
     *
     * @throws EvaluationException if it cannot be evaluated on this event, or only with more work than is allowed
     */
    Optional<String> text(Payload event);

    /** An expression that holds for other events and not for this one. */
    final class EvaluationException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public EvaluationException(String reason) {
            super(reason);
        }
    }
}
