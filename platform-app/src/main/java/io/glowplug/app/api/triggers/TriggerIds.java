// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.trigger.Triggers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the trigger that a request names by id or by name. */
@Component
public class TriggerIds {

    private final Triggers triggers;

    TriggerIds(Triggers triggers) {
        this.triggers = triggers;
    }

    /** Returns null for null. An id is taken as it is, since what is searched for outlives its trigger. */
    public @Nullable UUID find(@Nullable String idOrName) {
        if (idOrName == null) {
            return null;
        }
        try {
            return UUID.fromString(idOrName);
        } catch (IllegalArgumentException isName) {
            return triggers.get(idOrName).id();
        }
    }
}
