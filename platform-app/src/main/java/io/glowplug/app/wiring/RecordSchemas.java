// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** Says of records which fields are always there, and of JSON that users bring that it may be anything. */
final class RecordSchemas implements ModelConverter {

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (rawClass(type.getType()) == JsonNode.class || isRaw(type)) {
            return new JsonSchema();
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> record = rawClass(type.getType());
        if (schema != null && record != null && record.isRecord()) {
            requireIn(schema, record, context);
        }
        return schema;
    }

    private static boolean isRaw(AnnotatedType type) {
        return type.getCtxAnnotations() != null
                && Arrays.stream(type.getCtxAnnotations()).anyMatch(JsonRawValue.class::isInstance);
    }

    @SuppressWarnings("rawtypes")
    private static void requireIn(Schema<?> schema, Class<?> record, ModelConverterContext context) {
        Schema<?> described = schema.get$ref() == null
                ? schema
                : context.getDefinedModels()
                        .get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
        Map<String, Schema> properties = described == null ? null : described.getProperties();
        if (described == null || properties == null) {
            return;
        }
        for (RecordComponent component : record.getRecordComponents()) {
            boolean always = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean listed =
                    described.getRequired() != null && described.getRequired().contains(component.getName());
            if (always && !listed && properties.containsKey(component.getName())) {
                described.addRequiredItem(component.getName());
            }
        }
    }

    private static @Nullable Class<?> rawClass(@Nullable Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return rawClass(generic.getRawType());
        }
        if (type instanceof JavaType constructed) {
            return constructed.getRawClass();
        }
        if (type instanceof com.fasterxml.jackson.databind.JavaType constructed) {
            return constructed.getRawClass();
        }
        return null;
    }
}
