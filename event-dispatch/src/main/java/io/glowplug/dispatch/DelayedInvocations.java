// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;

/** When invocations are delivered that were asked to be delivered later. */
public interface DelayedInvocations {

    /**
     * Delivers an invocation at another time, at most a year ahead; an instant that has passed means at once. Its
     * maximum age counts from then. Refused with {@link io.glowplug.registry.Refusal#CONFLICT} when it has been
     * attempted, is running, has ended, or waits for its turn in an ordering key, and with {@code NOT_FOUND} when there
     * is none.
     */
    void deliverAt(UUID invocationId, Instant deliverAt);
}
