// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.problem;

import io.glowplug.registry.Violation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in a user's words what is wrong with a JSON document. */
final class JsonViolations {

    private static final String BODY = "body";

    private JsonViolations() {}

    static Violation of(@Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown ->
                new Violation(pathOf(unknown), "is not a field of this request; fields are " + known(unknown));
            case MismatchedInputException wrong ->
                new Violation(pathOf(wrong), "must be " + nameOf(wrong.getTargetType()));
            case StreamReadException broken -> new Violation(BODY, "is not valid JSON" + at(broken));
            case JacksonException other -> new Violation(pathOf(other), "cannot be read");
            case null, default -> new Violation(BODY, "must be given");
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        Collection<Object> ids = unknown.getKnownPropertyIds() == null ? List.of() : unknown.getKnownPropertyIds();
        return ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String at(StreamReadException broken) {
        TokenStreamLocation location = broken.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String pathOf(JacksonException exception) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : exception.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    static String nameOf(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return "a number";
        }
        if (type == byte[].class) {
            return "a text in Base64";
        }
        if (type == Instant.class) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (type == UUID.class) {
            return "an id (a UUID)";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "something else";
    }
}
