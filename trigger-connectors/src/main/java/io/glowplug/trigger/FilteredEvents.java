// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.util.List;
import java.util.UUID;

/** Why an event that was expected never came: what the filters of triggers turned away. */
public interface FilteredEvents {

    /**
     * Returns the last ones of a trigger, newest first, at most 20. Where many are turned away it is a sample; each is
     * counted all the same. One shows up within a few seconds, and is lost if the node dies before.
     */
    List<FilteredEvent> of(UUID triggerId);
}
