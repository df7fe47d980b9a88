// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class LedgerSchemaTest {

    @Test
    void migratesAnEmptyDatabase() {
        try (var database = TestPostgres.freshDatabase()) {
            var tables = JdbcClient.create(database)
                    .sql("select relname from pg_class where relkind = 'p'")
                    .query(String.class)
                    .set();

            assertThat(tables).contains("event", "settled_invocation", "attempt", "function_log");
        }
    }
}
