// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;

/** Whose outcomes a destination gets. */
public sealed interface DestinationOwner {

    /** Everything that ends for that function, unless it came by a trigger with a destination of its own. */
    record OfFunction(String functionName) implements DestinationOwner {}

    /** Everything that came by that trigger. */
    record OfTrigger(UUID triggerId) implements DestinationOwner {}
}
