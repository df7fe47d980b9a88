// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import software.amazon.smithy.jmespath.RuntimeType;
import software.amazon.smithy.jmespath.evaluation.JmespathRuntime;
import software.amazon.smithy.jmespath.evaluation.NumberType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows JSON to the library for one evaluation, and counts what it looks at and what it makes. */
final class BoundedJson implements JmespathRuntime<JsonNode> {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Steps steps = new Steps();

    Steps steps() {
        return steps;
    }

    @Override
    public RuntimeType typeOf(JsonNode value) {
        steps.take(1);
        return switch (value.getNodeType()) {
            case OBJECT -> RuntimeType.OBJECT;
            case ARRAY -> RuntimeType.ARRAY;
            case STRING -> RuntimeType.STRING;
            case NUMBER -> RuntimeType.NUMBER;
            case BOOLEAN -> RuntimeType.BOOLEAN;
            case NULL, MISSING, BINARY, POJO -> RuntimeType.NULL;
        };
    }

    @Override
    public JsonNode createNull() {
        return NODES.nullNode();
    }

    @Override
    public JsonNode createBoolean(boolean value) {
        return NODES.booleanNode(value);
    }

    @Override
    public boolean asBoolean(JsonNode value) {
        return value.booleanValue();
    }

    @Override
    public JsonNode createString(String value) {
        steps.takeText(value);
        return NODES.stringNode(value);
    }

    @Override
    public String asString(JsonNode value) {
        steps.takeText(value.stringValue());
        return value.stringValue();
    }

    @Override
    public JsonNode createNumber(Number value) {
        steps.take(1);
        return switch (value) {
            case BigInteger whole -> NODES.numberNode(whole);
            case BigDecimal decimal -> NODES.numberNode(decimal.doubleValue());
            case Double real -> NODES.numberNode(real);
            case Float real -> NODES.numberNode(real.doubleValue());
            default -> NODES.numberNode(value.longValue());
        };
    }

    /** Fractions are doubles: exact ones with a large exponent could be made to fill the memory. */
    @Override
    public NumberType numberType(JsonNode value) {
        if (!value.isIntegralNumber()) {
            return NumberType.DOUBLE;
        }
        return value.canConvertToLong() ? NumberType.LONG : NumberType.BIG_INTEGER;
    }

    @Override
    public Number asNumber(JsonNode value) {
        steps.take(1);
        return switch (numberType(value)) {
            case DOUBLE -> value.doubleValue();
            case BIG_INTEGER -> value.bigIntegerValue();
            case BYTE, SHORT, INTEGER, LONG, FLOAT, BIG_DECIMAL -> value.longValue();
        };
    }

    @Override
    public JsonNode element(JsonNode array, int index) {
        steps.take(1);
        return array.get(index);
    }

    @Override
    public JsonNode value(JsonNode object, JsonNode key) {
        steps.take(1);
        JsonNode found = object.isObject() ? object.get(key.stringValue()) : null;
        return found == null ? createNull() : found;
    }

    @Override
    public int length(JsonNode value) {
        steps.take(1);
        return value.isString()
                ? value.stringValue().codePointCount(0, value.stringValue().length())
                : value.size();
    }

    @Override
    public Iterable<JsonNode> asIterable(JsonNode value) {
        steps.take(value.size());
        if (!value.isObject()) {
            return value;
        }
        List<JsonNode> keys = new ArrayList<>(value.size());
        value.propertyNames().forEach(name -> keys.add(NODES.stringNode(name)));
        return keys;
    }

    @Override
    public ArrayBuilder<JsonNode> arrayBuilder() {
        ArrayNode array = NODES.arrayNode();
        return new ArrayBuilder<>() {
            @Override
            public void add(JsonNode value) {
                steps.take(1);
                array.add(value);
            }

            @Override
            public void addAll(JsonNode values) {
                asIterable(values).forEach(array::add);
            }

            @Override
            public JsonNode build() {
                return array;
            }
        };
    }

    @Override
    public ObjectBuilder<JsonNode> objectBuilder() {
        ObjectNode object = NODES.objectNode();
        return new ObjectBuilder<>() {
            @Override
            public void put(JsonNode key, JsonNode value) {
                steps.takeText(key.stringValue());
                object.set(key.stringValue(), value);
            }

            @Override
            public void putAll(JsonNode members) {
                steps.take(members.size());
                members.forEachEntry(object::set);
            }

            @Override
            public JsonNode build() {
                return object;
            }
        };
    }
}
