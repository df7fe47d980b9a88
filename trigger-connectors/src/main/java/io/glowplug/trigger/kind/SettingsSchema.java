// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kind;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.dispatch.SettingsReader;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes settings as JSON Schema, from the record that reads them: so a form can be made for any connector. What one
 * field demands of another only the record itself knows; it refuses with the field's name.
 */
final class SettingsSchema {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final SettingsReader reader;

    /** Constants are named as that reader reads them. */
    SettingsSchema(SettingsReader reader) {
        this.reader = reader;
    }

    ObjectNode of(Class<?> settings) {
        ObjectNode schema = MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = MAPPER.createArrayNode();
        for (RecordComponent component : settings.getRecordComponents()) {
            AnnotatedElement field = readerOf(settings, component);
            ObjectNode property = ofType(component.getGenericType());
            JsonPropertyDescription description = field.getAnnotation(JsonPropertyDescription.class);
            if (description != null) {
                property.put("description", description.value());
            }
            JsonProperty details = field.getAnnotation(JsonProperty.class);
            if (details != null && !details.defaultValue().isEmpty()) {
                property.put("default", details.defaultValue());
            }
            if (details != null && details.required()) {
                required.add(component.getName());
            }
            properties.set(component.getName(), property);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** A creator says it at its parameters, a canonical constructor at the components. */
    private static AnnotatedElement readerOf(Class<?> settings, RecordComponent component) {
        return Arrays.stream(settings.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonCreator.class))
                .map(Executable::getParameters)
                .flatMap(Arrays::stream)
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(AnnotatedElement.class::cast)
                .findFirst()
                .orElse(component.getAccessor());
    }

    private ObjectNode ofType(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (Collection.class.isAssignableFrom(raw)) {
                ObjectNode list = MAPPER.createObjectNode().put("type", "array");
                list.set("items", ofType(last));
                return list;
            }
            if (Map.class.isAssignableFrom(raw)) {
                ObjectNode map = MAPPER.createObjectNode().put("type", "object");
                map.set("additionalProperties", ofType(last));
                return map;
            }
        }
        return type instanceof Class<?> plain ? ofClass(plain) : MAPPER.createObjectNode();
    }

    private ObjectNode ofClass(Class<?> type) {
        ObjectNode schema = MAPPER.createObjectNode();
        String json = jsonType(type);
        if (type.isRecord()) {
            return of(type);
        }
        if (type.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(MAPPER.readTree(reader.write(constant)).asString());
            }
        } else if (JsonNode.class.isAssignableFrom(type)) {
            schema.put("description", "any JSON");
        } else if (json != null) {
            schema.put("type", json);
        } else {
            schema.put("type", "string");
            if (type == Instant.class) {
                schema.put("format", "date-time");
            }
        }
        return schema;
    }

    private static @Nullable String jsonType(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        return null;
    }
}
