// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import io.glowplug.dispatch.EventExpression;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.registry.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.smithy.jmespath.ExpressionProblem;
import software.amazon.smithy.jmespath.ExpressionProblem.Severity;
import software.amazon.smithy.jmespath.JmespathException;
import software.amazon.smithy.jmespath.JmespathExpression;

/** Compiles JMESPath, and remembers what it has compiled lately. */
public final class JmespathExpressions implements EventExpressions {

    static final int MAX_CHARACTERS = 1_024;

    private static final int REMEMBERED = 1_000;

    private final Map<String, EventExpression> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, EventExpression> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Override
    public EventExpression compile(String field, String text) {
        synchronized (compiled) {
            EventExpression known = compiled.get(text);
            if (known == null) {
                known = parse(field, text);
                compiled.put(text, known);
            }
            return known;
        }
    }

    private static EventExpression parse(String field, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw RefusedException.tooLarge(field, "must be at most " + MAX_CHARACTERS + " characters");
        }
        try {
            JmespathExpression expression = JmespathExpression.parse(text);
            for (ExpressionProblem problem : expression.lint().getProblems()) {
                if (isCertain(problem)) {
                    throw invalid(
                            field, "%s at line %d column %d".formatted(problem.message, problem.line, problem.column));
                }
            }
            return new BoundedExpression(expression);
        } catch (JmespathException wrong) {
            throw invalid(field, String.valueOf(wrong.getMessage()));
        } catch (StackOverflowError tooDeep) {
            throw invalid(field, "it is nested too deeply");
        }
    }

    /** That a value may be of any type is no mistake: its type is the event's affair. */
    private static boolean isCertain(ExpressionProblem problem) {
        return problem.severity == Severity.ERROR && !problem.message.contains("but found any");
    }

    private static RefusedException invalid(String field, String problem) {
        return RefusedException.invalid(field, "must be a JMESPath expression: " + problem);
    }
}
