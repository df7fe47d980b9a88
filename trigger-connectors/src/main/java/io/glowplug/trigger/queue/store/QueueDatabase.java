// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
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

    private static final int MAX_TRIES = 5;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate template;

    QueueDatabase(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.template = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Runs the work in one transaction, again when PostgreSQL chose it as the victim of a deadlock. */
    <T> T inOne(Supplier<T> work) {
        return untilDone(() -> template.execute(_ -> work.get()));
    }

    /** Runs one statement, which is a transaction by itself. */
    <T> T inStatement(Supplier<T> statement) {
        return untilDone(statement);
    }

    private static <T> T untilDone(Supplier<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return work.get();
            } catch (ConcurrencyFailureException e) {
                if (tried == MAX_TRIES) {
                    throw e;
                }
            }
        }
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
