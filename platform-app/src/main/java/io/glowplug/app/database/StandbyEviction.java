// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.glowplug.registry.DatabaseOutage;
import java.sql.SQLException;

/**
 * After a failover, connections may lead to a server that is a standby now. They would answer every write with the same
 * error for ever, so the first such answer has all of them thrown away; new ones find the primary, and {@link #REFUSE_STANDBYS}
 * keeps those out that do not.
 */
final class StandbyEviction implements SQLExceptionOverride {

    /** Run on each new connection: one to a standby counts as none. */
    static final String REFUSE_STANDBYS = """
            do $$ begin
                if pg_is_in_recovery() then
                    raise exception using errcode = '25006', message = 'the server is a standby';
                end if;
            end $$""";

    private final HikariDataSource pool;
    private final DatabaseWatch watch;

    StandbyEviction(HikariDataSource pool, DatabaseWatch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (!DatabaseOutage.isStandby(failure)) {
            return Override.CONTINUE_EVICT;
        }
        watch.foundStandby();
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        if (connections != null) {
            connections.softEvictConnections();
        }
        return Override.MUST_EVICT;
    }
}
