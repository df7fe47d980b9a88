// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import io.glowplug.dispatch.EventExpression;
import io.glowplug.runtime.Payload;
import java.util.Optional;
import software.amazon.smithy.jmespath.JmespathException;
import software.amazon.smithy.jmespath.JmespathExpression;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An expression that gives up on an event which would cost too much. */
record BoundedExpression(JmespathExpression expression) implements EventExpression {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Optional<String> text(Payload event) {
        try {
            JsonNode document = JSON.readTree(event.bytes());
            BoundedJson json = new BoundedJson();
            JsonNode result = expression.evaluate(document, json);
            if (result == null || result.isNull() || result.isMissingNode()) {
                return Optional.empty();
            }
            return Optional.of(result.isString() ? result.stringValue() : CanonicalJson.of(result, json.steps()));
        } catch (JacksonException notJson) {
            throw new EvaluationException("The event is not JSON.");
        } catch (JmespathException | ArithmeticException wrong) {
            throw new EvaluationException(String.valueOf(wrong.getMessage()));
        } catch (StackOverflowError tooDeep) {
            throw new EvaluationException("The event is nested too deeply.");
        }
    }
}
