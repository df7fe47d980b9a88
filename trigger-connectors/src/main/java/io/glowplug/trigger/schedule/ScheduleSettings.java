// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.registry.Violations;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.SlottedSettings;
import io.glowplug.trigger.schedule.expression.SlotExpression;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a schedule is. Instances are valid; docs/triggers/schedule.md explains each.
 *
 * @param timezone IANA name of the zone of the expression's local times
 * @param start slots before it are none, or null
 * @param end slots after it are none, or null
 * @param missedCap how many missed slots are fired at most; given exactly when {@code missed} is all
 * @param input the function's payload, or null for EventBridge's scheduled event
 */
record ScheduleSettings(
        String expression,
        String timezone,
        @Nullable Instant start,
        @Nullable Instant end,
        MissedSlots missed,
        @Nullable Integer missedCap,
        Overlap overlap,
        @Nullable JsonNode input)
        implements SlottedSettings {

    static final int DEFAULT_MISSED_CAP = 100;
    static final int MAX_MISSED_CAP = 10_000;

    /** Even if each takes four bytes, the payload of an asynchronous invocation is kept to. */
    static final int MAX_INPUT_CHARACTERS = Payload.MAX_ASYNC_BYTES / 4;

    /** What decides when the slots are. */
    private record Raster(
            String expression,
            String timezone,
            @Nullable Instant start,
            @Nullable Instant end) {}

    @JsonCreator
    static ScheduleSettings read(
            @JsonProperty(required = true)
                    @JsonPropertyDescription(
                            "rate(5 minutes), cron(0 8 ? * MON-FRI *), 0 8 * * 1-5, or at(2030-01-31T08:00:00)")
                    @Nullable
                    String expression,
            @JsonProperty(defaultValue = "UTC")
                    @JsonPropertyDescription(
                            "IANA name of the zone of the expression's local times, such as Europe/Berlin")
                    @Nullable
                    String timezone,
            @JsonPropertyDescription("Slots before this time are none") @Nullable String start,
            @JsonPropertyDescription("Slots after this time are none") @Nullable String end,
            @JsonProperty(defaultValue = "last")
                    @JsonPropertyDescription("What becomes of slots that passed while nothing could fire them")
                    @Nullable
                    MissedSlots missed,
            @JsonPropertyDescription("How many missed slots are fired at most; goes with all only") @Nullable
                    Integer missedCap,
            @JsonProperty(defaultValue = "parallel")
                    @JsonPropertyDescription("What becomes of a slot while an earlier one still runs")
                    @Nullable
                    Overlap overlap,
            @JsonPropertyDescription("The function's payload; EventBridge's scheduled event if left out") @Nullable
                    JsonNode input) {
        Violations violations = Violations.of();
        violations.check(expression != null, "expression", "is required");
        ZoneId zone = zone(timezone == null ? "UTC" : timezone, violations);
        Instant startsAt = instant("start", start, violations);
        Instant endsAt = instant("end", end, violations);
        violations.check(
                startsAt == null || endsAt == null || endsAt.isAfter(startsAt), "end", "must be later than start");
        boolean all = missed == MissedSlots.ALL;
        violations.check(missedCap == null || all, "missedCap", "applies only when missed is all");
        violations.range("missedCap", missedCap == null ? DEFAULT_MISSED_CAP : missedCap, 1, MAX_MISSED_CAP);
        JsonNode body = input == null || input.isNull() || input.isMissingNode() ? null : input;
        violations.check(
                body == null || body.toString().length() <= MAX_INPUT_CHARACTERS,
                "input",
                "must be at most " + MAX_INPUT_CHARACTERS + " characters of JSON");
        violations.refuseIfAny();
        String stripped = expression == null ? "" : expression.strip();
        SlotExpression.parse(stripped, zone);
        return new ScheduleSettings(
                stripped,
                zone.getId(),
                startsAt,
                endsAt,
                missed == null ? MissedSlots.LAST : missed,
                all && missedCap == null ? Integer.valueOf(DEFAULT_MISSED_CAP) : missedCap,
                overlap == null ? Overlap.PARALLEL : overlap,
                body);
    }

    @Override
    public Object source() {
        return new Raster(expression, timezone, start, end);
    }

    @Override
    public List<Instant> slotsAfter(Instant from, int count) {
        ScheduleSlots slots = slots(from);
        return Stream.iterate(slots.nextAfter(from), slot -> slot.isPresent(), slot -> slot.flatMap(slots::nextAfter))
                .limit(count)
                .flatMap(slot -> slot.stream())
                .toList();
    }

    /** Returns the slots of a trigger that reads this schedule since that instant. */
    ScheduleSlots slots(Instant since) {
        SlotExpression parsed = SlotExpression.parse(expression, ZoneId.of(timezone));
        return new ScheduleSlots(parsed, start == null ? since : start, start, end);
    }

    private static ZoneId zone(String name, Violations violations) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        violations.check(false, "timezone", "must be the IANA name of a time zone, such as Europe/Berlin");
        return ZoneId.of("UTC");
    }

    private static @Nullable Instant instant(String field, @Nullable String text, Violations violations) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            violations.check(instant.getEpochSecond() >= 0, field, "must not be before 1970");
            return instant;
        } catch (DateTimeException e) {
            violations.check(false, field, "must be a time of RFC 3339, such as 2030-01-31T08:00:00Z");
            return null;
        }
    }
}
