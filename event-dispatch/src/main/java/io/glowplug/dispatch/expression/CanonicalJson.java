// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import io.glowplug.dispatch.EventExpression.EvaluationException;
import java.math.BigDecimal;
import java.util.TreeMap;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/** Writes values so that equal ones have equal texts: keys sorted, no white space, numbers in their shortest form. */
final class CanonicalJson {

    private static final int LONGEST = 64 * 1024;
    private static final double LARGEST_PLAIN = 1e21;

    private final StringBuilder text = new StringBuilder();
    private final Steps steps;

    private CanonicalJson(Steps steps) {
        this.steps = steps;
    }

    static String of(JsonNode value, Steps steps) {
        CanonicalJson json = new CanonicalJson(steps);
        json.write(value);
        return json.text.toString();
    }

    static String number(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            return "null";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return Math.abs(value) < LARGEST_PLAIN && shortest.scale() <= 0
                ? shortest.toPlainString()
                : shortest.toString();
    }

    private void write(JsonNode value) {
        steps.take(1);
        if (text.length() > LONGEST) {
            throw new EvaluationException("The result is longer than " + LONGEST + " characters.");
        }
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value);
            case ARRAY -> writeArray(value);
            case NUMBER -> text.append(number(value));
            case STRING -> writeString(value.stringValue());
            case BOOLEAN -> text.append(value.booleanValue());
            case NULL, MISSING, BINARY, POJO -> text.append("null");
        }
    }

    private void writeObject(JsonNode value) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        value.forEachEntry((name, member) -> {
            steps.take(1);
            sorted.put(name, member);
        });
        char before = '{';
        for (var member : sorted.entrySet()) {
            text.append(before);
            writeString(member.getKey());
            text.append(':');
            write(member.getValue());
            before = ',';
        }
        text.append(sorted.isEmpty() ? "{}" : "}");
    }

    private void writeArray(JsonNode value) {
        char before = '[';
        for (JsonNode element : value) {
            text.append(before);
            write(element);
            before = ',';
        }
        text.append(value.isEmpty() ? "[]" : "]");
    }

    private void writeString(String value) {
        steps.takeText(value);
        text.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsCharArray(value))
                .append('"');
    }
}
