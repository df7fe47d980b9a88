// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import java.util.Locale;

/** How a source stands on the node that holds it. */
public enum SourceState {
    /** Held, and not open yet. */
    STARTING,
    RUNNING,
    /** It could not be opened, or says that something is wrong. */
    FAILING,
    /** Nothing will ever come from it again. */
    ENDED;

    /** Its name in the API and in the table. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
