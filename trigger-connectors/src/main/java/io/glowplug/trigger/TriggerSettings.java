// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/** A connector's validated settings. Implementations are records. */
public interface TriggerSettings {

    /**
     * Returns what is read, as a value to compare: settings with equal sources go on from each other's checkpoints. An
     * edit that changes it makes {@link TriggerDefinition#sourceSince()} the instant of the edit.
     */
    Object source();
}
