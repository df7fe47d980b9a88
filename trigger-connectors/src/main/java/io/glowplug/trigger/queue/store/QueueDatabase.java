// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.GatheredCommits.Bounds;
import io.glowplug.dispatch.LedgerTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way to the tables of queues. Its transactions are plain ones: the application's own open a JPA session each, which
 * nothing here needs.
 */
@Component
final class QueueDatabase {

    private static final int TRANSACTIONS_AT_ONCE = 2;
    private static final int MOST_AT_ONCE = 1_000;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;

    QueueDatabase(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new LedgerTransactions(new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Runs the work in one transaction, again when PostgreSQL chose it as the victim of a deadlock. */
    <T> T inOne(Supplier<T> work) {
        return transactions.inOne(work);
    }

    /** Runs one statement, which is a transaction by itself. */
    <T> T inStatement(Supplier<T> statement) {
        return transactions.inStatement(statement);
    }

    /** How requests that come at the same time share a transaction. */
    static <T> Bounds<List<T>> gathering() {
        return new Bounds<>(TRANSACTIONS_AT_ONCE, MOST_AT_ONCE, MOST_AT_ONCE, List::size);
    }

    /** For what would be wrong by itself: without the caller's transaction it would lose messages at a crash. */
    void requireTransaction() {
        if (!TransactionSynchronizationManager.hasResource(database)) {
            throw new IllegalStateException("needs the caller's transaction on this database");
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime time(Instant instant, Duration later) {
        return time(instant.plus(later));
    }

    static <T> SqlArrayValue uuids(Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue("uuid", rows.stream().map(column).toArray());
    }

    static <T> SqlArrayValue texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return new SqlArrayValue("text", (Object[]) rows.stream().map(column).toArray(String[]::new));
    }

    static <T> SqlArrayValue integers(Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue("int4", rows.stream().map(column).toArray());
    }

    static <T> SqlArrayValue longs(Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue("int8", rows.stream().map(column).toArray());
    }
}
