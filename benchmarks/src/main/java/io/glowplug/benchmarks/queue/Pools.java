// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import com.zaxxer.hikari.HikariDataSource;

/** Connections as an application has them. */
final class Pools {

    private Pools() {}

    static HikariDataSource of(String url, int connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(connections);
        return pool;
    }
}
