// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Triggers that are due at the slots of a rate, a cron expression or a single time. */
@Component
@EnableConfigurationProperties(ScheduleProperties.class)
public class ScheduleConnector implements TriggerConnector<ScheduleSettings> {

    private final ScheduleProperties properties;
    private final ScheduleEventMapper mapper;
    private final MeterRegistry meters;

    public ScheduleConnector(ScheduleProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.mapper = new ScheduleEventMapper(properties.region(), properties.account());
        this.meters = meters;
    }

    @Override
    public String kind() {
        return "schedule";
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.ORDERED, ConnectorCapability.REPLAYABLE);
    }

    @Override
    public Class<ScheduleSettings> settingsType() {
        return ScheduleSettings.class;
    }

    /** Counted from where the schedule began, so that a schedule which has ended can still be renamed or paused. */
    @Override
    public void validate(TriggerDefinition trigger, ScheduleSettings settings) {
        if (settings.slots(trigger.sourceSince())
                .nextAfter(trigger.sourceSince())
                .isEmpty()) {
            throw RefusedException.invalid(
                    "settings.expression", "never fires after " + trigger.sourceSince() + " within start and end");
        }
        if (trigger.filter() != null
                && settings.input() != null
                && !settings.input().isObject()) {
            throw RefusedException.invalid("filter", "needs an input that is a JSON object");
        }
    }

    @Override
    public TriggerSource open(SourceContext context, ScheduleSettings settings) {
        Lateness lateness = new Lateness(meters, context.trigger().name());
        SlotFiring firing = new SlotFiring(context, settings, mapper, lateness);
        ScheduleSource source = new ScheduleSource(context, settings, firing, properties);
        source.start();
        return source;
    }
}
