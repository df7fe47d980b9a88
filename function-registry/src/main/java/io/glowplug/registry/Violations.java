// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.ArrayList;
import java.util.List;

/** Collects every broken rule of a request, so that a user sees all of them at once. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    private Violations() {}

    public static Violations of() {
        return new Violations();
    }

    public Violations range(String field, long value, long min, long max) {
        return check(value >= min && value <= max, field, "must be between " + min + " and " + max);
    }

    public Violations check(boolean holds, String field, String rule) {
        if (!holds) {
            found.add(new Violation(field, rule));
        }
        return this;
    }

    public Violations addAll(List<Violation> violations) {
        found.addAll(violations);
        return this;
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** Throws {@link RefusedException} of kind {@link Refusal#INVALID} if any rule was broken. */
    public void refuseIfAny() {
        if (!found.isEmpty()) {
            throw RefusedException.invalid(found);
        }
    }
}
