// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;
import java.util.UUID;

/** What became of an emission. */
public sealed interface EmitResult {

    /** Committed. {@code eventIds} are the new events; {@code duplicates} counts those that were known by their key. */
    record Accepted(List<UUID> eventIds, int duplicates) implements EmitResult {}

    /** Another node holds the trigger now; nothing was stored and the source must stop. */
    record LeaseLost() implements EmitResult {}
}
