// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import io.glowplug.trigger.SourceHealth;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of a trigger's source that it holds.
 *
 * @param revision of the trigger as the node reads it
 * @param since when this state began
 * @param health null while it is not open
 * @param problem what is wrong, or null
 */
public record SourceReport(
        UUID triggerId,
        long revision,
        SourceState state,
        Instant since,
        @Nullable SourceHealth health,
        @Nullable String problem) {}
