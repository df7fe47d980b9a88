// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.runtime.Payload;

/** What became of a record that was read. */
sealed interface ReadRecord {

    /** Turned away by the trigger's filter. */
    record FilteredOut() implements ReadRecord {}

    /** Has to be emitted. */
    sealed interface Kept extends ReadRecord {

        long offset();

        int bytes();
    }

    /** Written as the function gets it. */
    record Ready(long offset, long timestamp, Payload json) implements Kept {

        @Override
        public int bytes() {
            return json.size();
        }
    }

    /** Cannot be handed over. */
    record Rejected(long offset, RejectedEvent event) implements Kept {

        @Override
        public int bytes() {
            return event.event().payload().size();
        }
    }
}
