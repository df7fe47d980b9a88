// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.TriggerDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the event of a slot. The body is the user's input, or what EventBridge sends:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
final class ScheduleEventMapper {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String region;
    private final String account;

    ScheduleEventMapper(String region, String account) {
        this.region = region;
        this.account = account;
    }

    TriggerEvent event(TriggerDefinition trigger, ScheduleSettings settings, Instant slot, Instant now) {
        return new TriggerEvent(
                slot.toString(),
                settings.overlap() == Overlap.QUEUE ? "slots" : null,
                "schedule:" + trigger.name(),
                slot,
                Payload.ofUtf8(body(trigger, settings, slot)),
                Map.of("latenessMs", Long.toString(Duration.between(slot, now).toMillis())));
    }

    private String body(TriggerDefinition trigger, ScheduleSettings settings, Instant slot) {
        return JSON.writeValueAsString(settings.input() == null ? scheduledEvent(trigger, slot) : settings.input());
    }

    private ObjectNode scheduledEvent(TriggerDefinition trigger, Instant slot) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", idOf(trigger, slot).toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.events");
        event.put("account", account);
        event.put("time", slot.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.putArray("resources").add("arn:aws:events:" + region + ":" + account + ":rule/" + trigger.name());
        event.putObject("detail");
        return event;
    }

    /** The same slot has the same id, however often it is built. */
    private static UUID idOf(TriggerDefinition trigger, Instant slot) {
        return UUID.nameUUIDFromBytes((trigger.id() + "@" + slot).getBytes(StandardCharsets.UTF_8));
    }
}
