// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import io.glowplug.app.api.resends.SelectedIds;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.dispatch.DeadLetterQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request's body says of the dead letters it means; what is left out selects nothing away. */
record DeadLetterSelection(
        @Nullable String function,
        @Nullable String trigger,
        @Nullable String error,
        @Nullable String fingerprint,
        @Nullable List<@Nullable String> ids,
        @Nullable Instant from,
        @Nullable Instant to) {

    DeadLetterQuery query(TriggerIds triggers, boolean includeRedriven) {
        return new DeadLetterQuery(
                function,
                triggers.find(trigger),
                error,
                fingerprint == null ? null : SelectedIds.of("fingerprint", fingerprint),
                SelectedIds.of(ids),
                from,
                to,
                includeRedriven);
    }
}
