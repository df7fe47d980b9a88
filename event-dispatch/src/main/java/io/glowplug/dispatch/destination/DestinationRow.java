// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.Destination;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.OutcomeCondition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code destination}. */
@SuppressWarnings("ArrayRecordComponent")
record DestinationRow(
        UUID id,
        DestinationOwner owner,
        OutcomeCondition condition,
        String type,
        String settings,
        String target,
        @Nullable String calledFunction,
        byte @Nullable [] secret,
        DeliveryPolicy policy) {

    Destination toDestination() {
        return new Destination(type, settings, policy);
    }
}
