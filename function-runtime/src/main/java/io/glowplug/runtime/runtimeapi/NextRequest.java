// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.RuntimeChannel.Handover;

/** A process's open question for its next event. Neither method blocks. */
interface NextRequest {

    /** Sends the event and tells the conversation whether it arrived. */
    void deliver(Handover handover);

    /** The process is served on another connection; this one is not going to get an event. */
    void turnAway();
}
