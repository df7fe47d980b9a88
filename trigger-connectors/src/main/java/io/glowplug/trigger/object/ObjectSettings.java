// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.TriggerSettings;
import io.glowplug.trigger.object.external.ExternalStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of objects a trigger is for. Instances are valid; docs/triggers/object.md explains each.
 *
 * @param events S3's names, wildcards included
 * @param prefix of the keys, or empty for all
 * @param suffix of the keys, or empty for all
 * @param external the store, if it is not the platform's own
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ObjectSettings(
        String bucket,
        List<String> events,
        String prefix,
        String suffix,
        @Nullable ExternalStore external) implements TriggerSettings {

    private static final int LONGEST_RULE = 1024;

    /** What is read in the platform's own store. Which of it counts may change without a fresh start. */
    private record Own(String bucket) {}

    /** What is scanned. Another prefix shows other objects, of which nobody knows whether they are new. */
    private record Scanned(String bucket, @Nullable String endpoint, String region, String prefix) {}

    @JsonCreator
    static ObjectSettings read(
            @JsonProperty(required = true) @JsonPropertyDescription("The bucket whose objects change") @Nullable
                    String bucket,
            @JsonPropertyDescription("S3's names of events, such as s3:ObjectCreated:*; objects that come, if left out")
                    @Nullable
                    List<@Nullable String> events,
            @JsonPropertyDescription("Only keys that begin so") @Nullable String prefix,
            @JsonPropertyDescription("Only keys that end so") @Nullable String suffix,
            @JsonPropertyDescription("Another S3 store, which is scanned; the platform's own if left out") @Nullable
                    ExternalStore external) {
        Violations violations = Violations.of().check(bucket != null && !bucket.isBlank(), "bucket", "is required");
        List<@Nullable String> names = events == null ? List.of(ObjectEventType.CREATED) : events;
        ObjectEventType.check(names, violations);
        checkRule("prefix", prefix, violations);
        checkRule("suffix", suffix, violations);
        violations.check(
                external == null
                        || Set.of(ObjectEventType.CREATED, ObjectEventType.REMOVED)
                                .containsAll(names),
                "events",
                "must be " + ObjectEventType.CREATED + " or " + ObjectEventType.REMOVED
                        + " or both: a scan cannot tell in which way an object came");
        violations.refuseIfAny();
        return new ObjectSettings(
                Objects.requireNonNull(bucket),
                names.stream().map(Objects::requireNonNull).distinct().toList(),
                prefix == null ? "" : prefix,
                suffix == null ? "" : suffix,
                external);
    }

    @Override
    public Object source() {
        return external == null ? new Own(bucket) : new Scanned(bucket, external.endpoint(), external.region(), prefix);
    }

    /** The other store, where there is one. */
    ExternalStore externalStore() {
        return Objects.requireNonNull(external);
    }

    ObjectSettings with(ExternalStore store) {
        return new ObjectSettings(bucket, events, prefix, suffix, store);
    }

    private Object bucketOnly() {
        return external == null ? new Own(bucket) : new Scanned(bucket, external.endpoint(), external.region(), "");
    }

    Set<ObjectEventType> types() {
        return ObjectEventType.named(events);
    }

    boolean concerns(String eventName, String key) {
        return key.startsWith(prefix)
                && key.endsWith(suffix)
                && types().stream().anyMatch(type -> type.eventName().equals(eventName));
    }

    /** Whether some change could concern both, by S3's rule: a common event type, and prefixes and suffixes that can meet. */
    boolean overlaps(ObjectSettings other) {
        return bucketOnly().equals(other.bucketOnly())
                && types().stream().anyMatch(other.types()::contains)
                && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
    }

    private static void checkRule(String field, @Nullable String value, Violations violations) {
        violations.check(
                value == null || value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_RULE,
                field,
                "must have at most " + LONGEST_RULE + " bytes");
        violations.check(value == null || value.indexOf('\0') < 0, field, "must not contain NUL");
    }
}
