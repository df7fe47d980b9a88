// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.List;

/** Settings of a source whose events are known ahead, so that they can be shown before the trigger is stored. */
public interface SlottedSettings extends TriggerSettings {

    /** Returns the first slots after that instant, fewer when there are no more; a new trigger would begin there. */
    List<Instant> slotsAfter(Instant from, int count);
}
