// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.SettingsReader;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The object triggers that there are, for what they have to agree on. */
@Component
class OtherObjectTriggers {

    /** Two that overlap could otherwise be stored at the same time. */
    private static final String ONE_AT_A_TIME = "select 1 from pg_advisory_xact_lock(hashtext('object triggers'))";

    private static final int PAGE = 500;

    private final ObjectProvider<Triggers> triggers;
    private final JdbcClient jdbc;
    private final SettingsReader reader = new SettingsReader("settings", "triggers");

    OtherObjectTriggers(ObjectProvider<Triggers> triggers, JdbcClient jdbc) {
        this.triggers = triggers;
        this.jdbc = jdbc;
    }

    /** A trigger with its settings. */
    record Known(TriggerDefinition trigger, ObjectSettings settings) {}

    List<Known> all() {
        List<Known> found = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<TriggerDefinition> page =
                    triggers.getObject().list(null, ObjectConnector.KIND, new PageRequest(PAGE, cursor));
            page.items()
                    .forEach(trigger -> found.add(new Known(
                            trigger, reader.read(ObjectConnector.KIND, ObjectSettings.class, trigger.settings()))));
            cursor = page.nextCursor();
        } while (cursor != null);
        return found;
    }

    /** In the transaction that stores the trigger. */
    void refuseOverlap(TriggerDefinition trigger, ObjectSettings settings) {
        jdbc.sql(ONE_AT_A_TIME).query(Integer.class).single();
        all().stream()
                .filter(other -> !other.trigger().id().equals(trigger.id())
                        && other.settings().overlaps(settings))
                .findFirst()
                .ifPresent(other -> {
                    throw RefusedException.invalid(
                            "settings",
                            "must not overlap with those of another trigger, and "
                                    + other.trigger().name()
                                    + " has events, prefix and suffix that meet these in the same bucket");
                });
    }
}
