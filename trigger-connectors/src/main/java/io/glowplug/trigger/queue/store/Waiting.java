// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What could be received now.
 *
 * @param count counted up to a bound
 * @param since from when on the first of them could be, or null if there is none
 */
public record Waiting(long count, @Nullable Instant since) {

    static Waiting of(ResultSet row, int number) throws SQLException {
        OffsetDateTime since = row.getObject("since", OffsetDateTime.class);
        return new Waiting(row.getLong("waiting"), since == null ? null : since.toInstant());
    }
}
