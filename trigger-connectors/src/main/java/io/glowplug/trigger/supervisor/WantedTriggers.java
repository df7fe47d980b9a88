// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.catalog.TriggerSnapshot;
import io.glowplug.trigger.kind.TriggerKinds;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which triggers have to be open: those that one node holds, and those that every node serves. */
@Component
class WantedTriggers {

    private final TriggerSnapshot triggers;
    private final Set<String> pushed = new TreeSet<>();

    WantedTriggers(TriggerSnapshot triggers, TriggerKinds kinds) {
        this.triggers = triggers;
        for (String kind : kinds.names()) {
            if (kinds.capabilitiesOf(kind).contains(ConnectorCapability.PUSHED)) {
                pushed.add(kind);
            }
        }
    }

    /** Those of which some node has to hold each. */
    Map<UUID, TriggerDefinition> toHold() {
        return those(trigger -> !trigger.paused() && !pushed.contains(trigger.type()));
    }

    /** Those that this node serves, with paused ones: what comes to them is kept, or refused by themselves. */
    Map<UUID, TriggerDefinition> toServe() {
        return those(trigger -> pushed.contains(trigger.type()));
    }

    private Map<UUID, TriggerDefinition> those(Predicate<TriggerDefinition> wanted) {
        return triggers.triggers().stream()
                .filter(wanted)
                .collect(Collectors.toMap(TriggerDefinition::id, Function.identity()));
    }
}
