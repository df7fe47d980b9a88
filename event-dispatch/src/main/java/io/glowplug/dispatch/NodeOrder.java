// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Locale;

/** What people want of a node. It ends with the process: a node that starts anew is active. */
public enum NodeOrder {
    /** Takes part in everything. */
    ACTIVE,
    /** Takes no new leases; what it runs and holds stays with it. */
    CORDONED,
    /** Takes no new leases, hands its triggers over, and is drained once what it was running has ended. */
    DRAINING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a {@link #label}. */
    public static NodeOrder of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
