// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.glowplug.registry.DatabaseOutage;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The pool, with somebody who notices when no connection is to be had. */
final class WatchedDataSource extends DelegatingDataSource {

    private final HikariDataSource pool;
    private final DatabaseWatch watch;

    WatchedDataSource(HikariDataSource pool, DatabaseWatch watch) {
        super(pool);
        this.pool = pool;
        this.watch = watch;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = pool.getConnection();
            watch.reached();
            return connection;
        } catch (SQLException failure) {
            note(failure);
            throw failure;
        }
    }

    private void note(SQLException failure) {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        if (connections != null && connections.getActiveConnections() >= pool.getMaximumPoolSize()) {
            watch.allInUse(connections.getActiveConnections());
        } else if (DatabaseOutage.isBehind(failure)) {
            watch.notReached(failure);
        }
    }
}
