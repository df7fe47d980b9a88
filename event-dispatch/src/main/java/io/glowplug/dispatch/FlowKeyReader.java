// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import org.jspecify.annotations.Nullable;

/** Finds the key of an event. */
@FunctionalInterface
public interface FlowKeyReader {

    /** Returns what the expression finds in the payload as text, or null if it finds nothing there. Never throws. */
    @Nullable String read(String expression, Payload payload);
}
