// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;

/**
 * An event that a trigger's filter turned away.
 *
 * @param bytes the size of the document that the filter saw
 * @param preview the beginning of that document, or the whole of it
 */
public record FilteredEvent(Instant at, int bytes, String preview) {}
