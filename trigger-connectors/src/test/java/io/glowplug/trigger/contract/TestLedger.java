// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import java.util.List;
import java.util.UUID;

/** Where the contract's events go, and what is there. */
public interface TestLedger extends AutoCloseable {

    EventSink sink();

    /** Takes the trigger for this node, away from whoever holds it. */
    TriggerLease takeLease(UUID triggerId);

    /** Returns what was stored, oldest first; an event that was a duplicate is not in it. */
    List<TriggerEvent> events(UUID triggerId);

    List<RejectedEvent> deadLetters(UUID triggerId);

    long filtered(UUID triggerId);

    @Override
    void close();
}
