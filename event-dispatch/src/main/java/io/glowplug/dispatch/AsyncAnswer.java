// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;

/** What an asynchronous call leads to. */
public sealed interface AsyncAnswer {

    /** The event is committed. */
    record Accepted(UUID eventId) implements AsyncAnswer {}

    /** The same key and payload were accepted before as this event; nothing was added. */
    record Duplicate(UUID eventId) implements AsyncAnswer {}

    /** The key was used with another payload. */
    record KeyReused(UUID eventId) implements AsyncAnswer {}
}
