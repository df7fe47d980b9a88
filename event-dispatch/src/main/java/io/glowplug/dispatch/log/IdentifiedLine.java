// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.runtime.LogLine;
import java.util.UUID;

/** A line with the id under which it is stored, however often that is tried. */
record IdentifiedLine(UUID id, LogLine line) {}
