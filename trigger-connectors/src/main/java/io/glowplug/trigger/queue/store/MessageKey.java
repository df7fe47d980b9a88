// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What a message is found by. */
record MessageKey(UUID queueId, long sequence) {

    static MessageKey read(ResultSet row, int number) throws SQLException {
        return new MessageKey(row.getObject("queue_id", UUID.class), row.getLong("sequence"));
    }

    static MessageKey of(Receipt receipt) {
        return new MessageKey(receipt.queueId(), receipt.sequence());
    }
}
