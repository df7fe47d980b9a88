// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import io.glowplug.dispatch.EventExpression.EvaluationException;

/** The work that one evaluation may do. */
final class Steps {

    /** Some tens of milliseconds; the largest event has room to be looked at as a whole. */
    static final int MOST = 2_000_000;

    private long taken;

    void take(long steps) {
        taken += steps;
        if (taken > MOST) {
            throw new EvaluationException("The expression takes more than " + MOST + " steps on this event.");
        }
    }

    /** Text costs as much as a value for each sixteen characters. */
    void takeText(String text) {
        take(1 + text.length() / 16);
    }
}
