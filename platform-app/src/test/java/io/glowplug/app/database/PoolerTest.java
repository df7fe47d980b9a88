// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.testing.PgBouncer;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolerTest {

    @Test
    void theServerItselfIsNoPoolerAndItsUrlStaysAsItIs() {
        String url = TestPostgres.createDatabase();

        assertThat(Pooler.behind(url, "postgres", null)).isEqualTo(Pooler.NONE);
        assertThat(DatabaseAddress.external(url, "postgres", null).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"transaction, PER_TRANSACTION", "session, PER_SESSION"})
    void aPoolerIsFoundOutByTheProcessesThatItLends(String mode, Pooler expected) throws IOException {
        assumeTrue(PgBouncer.isInstalled(), PgBouncer.MISSING);
        try (PgBouncer bouncer = PgBouncer.before(TestPostgres.createDatabase(), mode)) {
            assertThat(Pooler.behind(bouncer.jdbcUrl(), "postgres", null)).isEqualTo(expected);
        }
    }

    @Test
    void behindATransactionPoolerStatementsAreNotPreparedUnlessTheUrlSaysSo() {
        assertThat(Pooler.PER_TRANSACTION.urlFor("jdbc:postgresql://h/d"))
                .isEqualTo("jdbc:postgresql://h/d?prepareThreshold=0");
        assertThat(Pooler.PER_TRANSACTION.urlFor("jdbc:postgresql://h/d?ssl=true"))
                .isEqualTo("jdbc:postgresql://h/d?ssl=true&prepareThreshold=0");
        assertThat(Pooler.PER_TRANSACTION.urlFor("jdbc:postgresql://h/d?prepareThreshold=5"))
                .isEqualTo("jdbc:postgresql://h/d?prepareThreshold=5");
        assertThat(Pooler.PER_SESSION.urlFor("jdbc:postgresql://h/d")).isEqualTo("jdbc:postgresql://h/d");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsLeftForThePoolToComplainOf() {
        assertThat(Pooler.behind("jdbc:postgresql://127.0.0.1:1/d", "postgres", null))
                .isEqualTo(Pooler.NONE);
    }
}
