// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

/** Wakes up whoever leases due invocations, on this node and on the others. */
public interface DueSignal {

    /** Says that something may be due now. Cheap; many calls become one notice. */
    void raise();
}
