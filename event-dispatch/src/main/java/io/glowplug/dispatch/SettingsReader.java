// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Turns JSON into a settings record and back. Nothing is guessed: an unknown key, a key given twice and a value of
 * another type are refused, each with the field's path. Constants of enums are written in lower case.
 */
public final class SettingsReader {

    /** How the library begins what it says of a field that is marked as required and is not there. */
    private static final String MISSING = "Missing required creator property";

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final String root;
    private final String whose;

    /**
     * Makes a reader.
     *
     * @param root what the fields of refusals begin with, or empty
     * @param whose what the settings belong to, in the plural
     */
    public SettingsReader(String root, String whose) {
        this.root = root;
        this.whose = whose;
    }

    /** Reads a JSON object; a record's own refusals come back with the fields' paths. */
    public <S> S read(String kind, Class<S> type, String json) {
        S settings;
        try {
            settings = mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw refusal(kind, e);
        }
        if (settings == null) {
            throw RefusedException.invalid(root, "must be an object");
        }
        return settings;
    }

    public String write(Object settings) {
        return mapper.writeValueAsString(settings);
    }

    private RefusedException refusal(String kind, JacksonException problem) {
        if (problem.getCause() instanceof RefusedException refused) {
            return RefusedException.invalid(refused.violations().stream()
                    .map(broken -> new Violation(below(broken.field()), broken.rule()))
                    .toList());
        }
        String field = below(path(problem));
        return switch (problem) {
            case UnrecognizedPropertyException unknown -> RefusedException.invalid(field, unknownKey(kind, unknown));
            case MismatchedInputException missing
            when missing.getOriginalMessage().startsWith(MISSING) -> RefusedException.invalid(field, "is required");
            case MismatchedInputException mismatch -> RefusedException.invalid(field, rule(mismatch.getTargetType()));
            case JacksonException other ->
                RefusedException.invalid(field, "must be JSON: " + other.getOriginalMessage());
        };
    }

    private String unknownKey(String kind, UnrecognizedPropertyException unknown) {
        Collection<Object> known = unknown.getKnownPropertyIds();
        String names = known == null
                ? "none"
                : known.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .collect(Collectors.joining(", "));
        return "is not a setting of " + kind + " " + whose + "; here are known: " + names;
    }

    private static String rule(@Nullable Class<?> wanted) {
        if (wanted == null) {
            return "has a value of the wrong type";
        }
        if (wanted.isEnum()) {
            return "must be one of "
                    + Arrays.stream(wanted.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (wanted == String.class) {
            return "must be a string";
        }
        if (wanted == int.class || wanted == Integer.class || wanted == long.class || wanted == Long.class) {
            return "must be a whole number";
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return "must be true or false";
        }
        if (Collection.class.isAssignableFrom(wanted)) {
            return "must be a list";
        }
        if (Map.class.isAssignableFrom(wanted) || wanted.isRecord()) {
            return "must be an object";
        }
        return "must be a valid " + wanted.getSimpleName();
    }

    private String below(String field) {
        return root.isEmpty() || field.isEmpty() || field.startsWith("[") ? root + field : root + "." + field;
    }

    private static String path(JacksonException problem) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : problem.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
