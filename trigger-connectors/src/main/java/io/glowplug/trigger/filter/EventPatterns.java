// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.filter;

import io.glowplug.registry.RefusedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/** Compiles event patterns. Language: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
public final class EventPatterns {

    /** EventBridge's limit. */
    static final int MAX_CHARACTERS = 4096;

    private static final String FIELD = "filter";

    private EventPatterns() {}

    /** Returns the filter of that pattern, or one that lets everything pass for null; refuses with the library's words. */
    public static EventFilter compile(@Nullable String pattern) {
        if (pattern == null) {
            return document -> true;
        }
        if (pattern.length() > MAX_CHARACTERS) {
            throw RefusedException.tooLarge(FIELD, "must be at most " + MAX_CHARACTERS + " characters");
        }
        String problem = JsonRuleCompiler.check(pattern);
        if (problem != null) {
            throw invalid(problem);
        }
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("filter", pattern);
        } catch (IOException | RuntimeException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        return new PatternFilter(machine);
    }

    private static RefusedException invalid(String problem) {
        String firstLine = problem.lines().findFirst().orElse("");
        return RefusedException.invalid(FIELD, "must be an event pattern: " + firstLine);
    }
}
