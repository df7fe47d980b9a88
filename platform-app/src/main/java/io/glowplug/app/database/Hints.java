// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import io.glowplug.dispatch.HintConnections;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Listens past the pooler at an address of its own. */
record Hints(
        String url, @Nullable String username, @Nullable String password) implements HintConnections {

    @Override
    public Optional<Connection> open() throws SQLException {
        return Optional.of(DriverManager.getConnection(url, Pooler.properties(username, password)));
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "Hints[]";
    }
}
