// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import java.time.Instant;

/**
 * A change of an object, ready to be handed to a function.
 *
 * @param position how far a reader is that has handled it
 * @param json the record as the function gets it
 */
record ObjectRecord(long position, String objectKey, String eventName, String sequencer, Instant at, String json) {

    int bytes() {
        return json.length();
    }
}
