// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import org.apache.kafka.common.Uuid;

/**
 * How far a partition was read, stored as {@code offset@topic-id}. Offsets mean nothing in another topic, and a topic
 * that was deleted and made anew, or one of another cluster, is another topic though its name be the same.
 *
 * @param offset the next offset to read
 */
record Checkpoint(long offset, Uuid topicId) {

    static Checkpoint parse(String position) {
        int at = position.indexOf('@');
        return new Checkpoint(Long.parseLong(position.substring(0, at)), Uuid.fromString(position.substring(at + 1)));
    }

    String position() {
        return offset + "@" + topicId;
    }

    Checkpoint movedTo(long nextOffset) {
        return new Checkpoint(nextOffset, topicId);
    }
}
