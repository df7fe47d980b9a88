// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one dead letter is sent again.
 *
 * @param payload JSON that is sent in place of the original payload, at most as large as that could have been; or null
 * @param deliverAt when it is delivered, at most a year ahead; null, or an instant that has passed, for at once
 */
public record RedriveOrder(
        @Nullable Payload payload, Redirection to, @Nullable Instant deliverAt) {

    /** As it was, back to where it was addressed to, at once. */
    public static final RedriveOrder UNCHANGED = new RedriveOrder(null, Redirection.NONE, null);
}
