// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.registry.Violations;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can happen to an object here: those of S3's event types that this platform has. */
enum ObjectEventType {
    PUT("ObjectCreated:Put"),
    POST("ObjectCreated:Post"),
    COPY("ObjectCreated:Copy"),
    COMPLETE_MULTIPART_UPLOAD("ObjectCreated:CompleteMultipartUpload"),
    DELETE("ObjectRemoved:Delete");

    static final String CREATED = "s3:ObjectCreated:*";
    static final String REMOVED = "s3:ObjectRemoved:*";

    private static final String PREFIX = "s3:";
    private static final String WILDCARD = ":*";

    private final String eventName;

    ObjectEventType(String eventName) {
        this.eventName = eventName;
    }

    /** Its name in an event, without the {@code s3:} that settings have. */
    String eventName() {
        return eventName;
    }

    boolean isCreation() {
        return this != DELETE;
    }

    /** Returns what the names of settings stand for, wildcards included. */
    static Set<ObjectEventType> named(List<String> names) {
        Set<ObjectEventType> types = EnumSet.noneOf(ObjectEventType.class);
        names.forEach(name -> types.addAll(named(name)));
        return types;
    }

    static void check(List<@Nullable String> names, Violations violations) {
        violations.check(!names.isEmpty(), "events", "must name at least one event");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            violations.check(
                    name != null && !named(name).isEmpty(),
                    "events[" + i + "]",
                    "must be one of " + CREATED + ", " + REMOVED + ", "
                            + Arrays.stream(values())
                                    .map(type -> PREFIX + type.eventName)
                                    .collect(Collectors.joining(", "))
                            + "; nothing else happens to objects here");
        }
    }

    private static List<ObjectEventType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.isNamed(name)).toList();
    }

    private boolean isNamed(String name) {
        String own = PREFIX + eventName;
        String group = own.substring(0, own.lastIndexOf(':')) + WILDCARD;
        return name.equals(own) || name.equals(group);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
