// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One registered extension. Guarded by its {@link Extensions}. */
final class Extension {

    final UUID id = UUID.randomUUID();
    final String name;
    final boolean external;
    final Set<ExtensionEventKind> events;

    /** The open question for its next event. */
    @Nullable
    ExtensionNext waiting;

    /** An event that it has not asked for yet. */
    @Nullable
    ExtensionEvent pending;

    /** Whether it has ever asked, which is how it says that it is initialised. */
    boolean hasAsked;

    Extension(String name, boolean external, Set<ExtensionEventKind> events) {
        this.name = name;
        this.external = external;
        this.events = Set.copyOf(events);
    }

    /** Hands an event over, now or when it asks. */
    void tell(ExtensionEvent event) {
        ExtensionNext next = waiting;
        if (next == null) {
            pending = event;
        } else {
            waiting = null;
            next.deliver(event);
        }
    }

    boolean isAtRest() {
        return waiting != null;
    }
}
