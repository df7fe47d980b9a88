// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/** A running reader of one trigger's source on this node. */
public interface TriggerSource extends AutoCloseable {

    /** Says how it is doing; called often, answered from memory. */
    SourceHealth health();

    /** Stops reading, lets an emission that has begun end, and returns within ten seconds. */
    @Override
    void close();
}
