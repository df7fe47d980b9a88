// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;

/** One entry of a trigger's own time line: created, paused, restarted by the watchdog, source unreachable. */
public record TriggerNote(Instant at, String what, String detail) {}
