// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.testing.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Drawn patterns on drawn documents, held against a reading of the language that knows no automata. */
class EventPatternPropertiesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> FIELDS = List.of("a", "b", "c");
    private static final List<String> TEXTS = List.of("", "x", "xy", "xyz", "yz", "5", "null", "ä");
    private static final List<String> NUMBERS = List.of("-3", "0", "4.5", "5", "5.0", "5e0", "100", "1000000");

    @Test
    void agreesWithAPlainReadingOfTheLanguage() {
        Property.holds(800, random -> {
            ObjectNode pattern = pattern(random, 0);
            EventFilter filter = EventPatterns.compile(pattern.toString());
            for (int i = 0; i < 5; i++) {
                ObjectNode document = document(random, 0);
                assertThat(filter.passes(document.toString()))
                        .as("%s on %s", pattern, document)
                        .isEqualTo(matches(pattern, document));
            }
        });
    }

    private static ObjectNode document(Random random, int depth) {
        ObjectNode document = JSON.createObjectNode();
        for (String field : FIELDS) {
            int drawn = random.nextInt(8);
            if (drawn == 0 && depth < 2) {
                document.set(field, document(random, depth + 1));
            } else if (drawn == 1) {
                ArrayNode several = document.putArray(field);
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    several.add(scalar(random));
                }
            } else if (drawn < 6) {
                document.set(field, scalar(random));
            }
        }
        document.put("other", random.nextInt(3));
        return document;
    }

    private static JsonNode scalar(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.readTree(one(NUMBERS, random));
            case 1 -> JSON.readTree(one(List.of("true", "false", "null"), random));
            default -> JSON.valueToTree(one(TEXTS, random));
        };
    }

    private static ObjectNode pattern(Random random, int depth) {
        ObjectNode pattern = JSON.createObjectNode();
        List<String> fields = new ArrayList<>(FIELDS);
        Collections.shuffle(fields, random);
        for (String field : fields.subList(0, 1 + random.nextInt(2))) {
            if (depth < 2 && random.nextInt(5) == 0) {
                pattern.set(field, pattern(random, depth + 1));
            } else {
                ArrayNode values = pattern.putArray(field);
                for (int n = 1 + random.nextInt(2); n > 0; n--) {
                    values.add(value(random));
                }
            }
        }
        return pattern;
    }

    private static JsonNode value(Random random) {
        ObjectNode rule = JSON.createObjectNode();
        switch (random.nextInt(8)) {
            case 0 -> rule.put("prefix", one(TEXTS.subList(1, TEXTS.size()), random));
            case 1 -> rule.put("suffix", one(TEXTS.subList(1, TEXTS.size()), random));
            case 2 -> rule.put("exists", random.nextBoolean());
            case 3 -> {
                ArrayNode but = rule.putArray("anything-but");
                but.add(one(TEXTS, random));
                but.add(one(TEXTS, random));
            }
            case 4 -> {
                ArrayNode range = rule.putArray("numeric");
                range.add(random.nextBoolean() ? ">" : ">=").add(random.nextInt(10) - 5);
                range.add(random.nextBoolean() ? "<" : "<=").add(6 + random.nextInt(200));
            }
            case 5 -> {
                return JSON.readTree(one(NUMBERS, random));
            }
            default -> {
                return scalar(random);
            }
        }
        return rule;
    }

    // ---- the plain reading ----

    private static boolean matches(JsonNode pattern, JsonNode document) {
        return pattern.properties().stream().allMatch(field -> {
            JsonNode there = document.path(field.getKey());
            return field.getValue().isObject()
                    ? matches(field.getValue(), there.isObject() ? there : JSON.createObjectNode())
                    : field.getValue().valueStream().anyMatch(value -> matchesValue(value, there));
        });
    }

    /** A field that holds an object has no value of its own. */
    private static boolean matchesValue(JsonNode value, JsonNode there) {
        boolean present = !there.isMissingNode() && !there.isObject();
        if (value.has("exists")) {
            return value.get("exists").asBoolean() == present;
        }
        return present
                && (there.isArray() ? there.valueStream() : Stream.of(there))
                        .anyMatch(one -> matchesScalar(value, one));
    }

    private static boolean matchesScalar(JsonNode value, JsonNode scalar) {
        if (value.has("prefix")) {
            return scalar.isString()
                    && scalar.asString().startsWith(value.get("prefix").asString());
        }
        if (value.has("suffix")) {
            return scalar.isString()
                    && scalar.asString().endsWith(value.get("suffix").asString());
        }
        if (value.has("anything-but")) {
            return value.get("anything-but").valueStream().noneMatch(but -> matchesScalar(but, scalar));
        }
        if (value.has("numeric")) {
            JsonNode range = value.get("numeric");
            return scalar.isNumber() && compares(range, 0, scalar) && compares(range, 2, scalar);
        }
        if (value.isNumber()) {
            return scalar.isNumber() && number(value).compareTo(number(scalar)) == 0;
        }
        return value.equals(scalar);
    }

    private static boolean compares(JsonNode range, int at, JsonNode scalar) {
        int order = number(scalar).compareTo(number(range.get(at + 1)));
        return switch (range.get(at).asString()) {
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order <= 0;
        };
    }

    private static BigDecimal number(JsonNode node) {
        return new BigDecimal(node.toString());
    }

    private static <T> T one(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
