// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violation;
import io.glowplug.registry.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads fields of requests, and names them in refusals the way the user wrote them. */
public final class Fields {

    private static final String REQUIRED = "must be given";

    private Fields() {}

    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw RefusedException.invalid(field, REQUIRED);
        }
        return value;
    }

    /** Makes something whose own rules speak of fields relative to {@code parent}. */
    public static <T> T within(String parent, Supplier<T> made) {
        try {
            return made.get();
        } catch (RefusedException refused) {
            if (refused.refusal() != Refusal.INVALID) {
                throw refused;
            }
            List<Violation> renamed = refused.violations().stream()
                    .map(violation -> new Violation(parent + "." + violation.field(), violation.rule()))
                    .toList();
            throw RefusedException.invalid(renamed);
        }
    }

    /** Refuses null among the values, which JSON allows and no map of texts does. */
    public static @Nullable Map<String, String> texts(String field, @Nullable Map<String, String> values) {
        if (values != null) {
            Violations violations = Violations.of();
            values.forEach((key, value) -> violations.check(value != null, field + "." + key, "must be a text"));
            violations.refuseIfAny();
        }
        return values;
    }

    /** Refuses null among the elements; a list that is left out is empty. */
    public static List<String> texts(String field, @Nullable List<@Nullable String> values) {
        List<String> texts = new ArrayList<>();
        for (String value : values == null ? List.<@Nullable String>of() : values) {
            if (value == null) {
                throw RefusedException.invalid(field, "must hold texts only");
            }
            texts.add(value);
        }
        return texts;
    }

    /** Reads an id in a path; what is none cannot exist. */
    public static UUID id(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.notFound("there is no " + what + " " + text);
        }
    }
}
