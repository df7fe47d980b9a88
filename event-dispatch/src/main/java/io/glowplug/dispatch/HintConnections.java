// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where a node listens for the others' hints that something is due. It needs a session of its own, which a pooler in
 * transaction mode does not give. Without one a node finds the same things out by looking, within the poll interval.
 */
public interface HintConnections {

    /** Opens a connection that stays with whoever asked until it is closed; empty where there is none to be had. */
    Optional<Connection> open() throws SQLException;
}
