// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

/** A record's bytes are not what the trigger's settings say. The reason tells what was expected, never the content. */
final class UndecodableRecordException extends Exception {

    private final String reason;

    UndecodableRecordException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
