// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Which lease of a row somebody speaks for. A batch may hold two settlements of one row, when a node took it up again
 * after its own lease had lapsed; the id alone does not tell the one that counts.
 */
public record Fence(UUID id, int attempt) {

    /** Reads it from columns of these names. */
    public static Fence of(ResultSet row) throws SQLException {
        return new Fence(row.getObject("id", UUID.class), row.getInt("attempt"));
    }
}
