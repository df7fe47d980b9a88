// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OrderingKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID TRIGGER = UUID.randomUUID();

    private HikariDataSource database;
    private JdbcClient jdbc;
    private TransactionTemplate transactions;
    private OrderingKeys keys;

    @BeforeEach
    void start() {
        database = TestPostgres.freshDatabase();
        jdbc = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        keys = new OrderingKeys(jdbc);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNextOfTheKeyBecomesDueWhenTheHeadEnds() {
        UUID head = accept("orders-1");
        UUID second = accept("orders-1");
        UUID third = accept("orders-1");
        UUID other = accept("orders-2");

        end("orders-1", head);

        assertThat(blocked()).containsExactly(third);
        end("orders-1", second);
        end("orders-2", other);
        assertThat(blocked()).isEmpty();
    }

    @Test
    void nothingChangesWhileTheHeadIsStillThere() {
        accept("orders-1");
        UUID second = accept("orders-1");
        UUID third = accept("orders-1");

        end("orders-1", second);

        assertThat(blocked()).containsExactly(third);
    }

    @Test
    void theSameKeyOfAnotherTriggerIsAnotherKey() {
        accept("orders-1");
        UUID second = accept("orders-1");

        transactions.executeWithoutResult(
                any -> keys.unblockNext(List.of(new OrderedKey(UUID.randomUUID(), "orders-1")), NOW));

        assertThat(blocked()).containsExactly(second);
    }

    @Test
    void anInvocationAddedWhileTheHeadEndsIsNotLeftBehind() throws Exception {
        UUID head = accept("orders-1");
        CountDownLatch headIsDeleted = new CountDownLatch(1);
        CompletableFuture<Void> followerIsIn = new CompletableFuture<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> ending = threads.submit(() -> transactions.executeWithoutResult(open -> {
                jdbc.sql("delete from invocation where id = :id")
                        .param("id", head)
                        .update();
                headIsDeleted.countDown();
                followerIsIn.join();
                keys.unblockNext(List.of(new OrderedKey(TRIGGER, "orders-1")), NOW);
            }));
            headIsDeleted.await();
            // The follower still sees the head and so stands behind it.
            accept("orders-1");
            assertThat(blocked()).hasSize(1);
            followerIsIn.complete(null);
            assertThat(ending).succeedsWithin(Duration.ofSeconds(20));
        }

        assertThat(blocked()).isEmpty();
    }

    @Test
    void manyTransactionsWithKeysInCommonDoNotDeadlock() throws Exception {
        List<OrderedKey> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(new OrderedKey(TRIGGER, "key-" + i));
        }
        List<Future<?>> lockings = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                List<OrderedKey> shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, new Random(i));
                lockings.add(threads.submit(() -> transactions.executeWithoutResult(any -> keys.lock(shuffled))));
            }
            for (Future<?> locking : lockings) {
                assertThat(locking).succeedsWithin(Duration.ofSeconds(20));
            }
        }
    }

    /** Adds as acceptance does: locks the key, then stands behind whatever is open. */
    private UUID accept(String key) {
        UUID id = UUID.randomUUID();
        transactions.executeWithoutResult(any -> {
            keys.lock(List.of(new OrderedKey(TRIGGER, key)));
            jdbc.sql("""
                    insert into invocation
                        (id, event_id, function_name, trigger_id, ordering_key, ordinal, state, attempt, visible_at,
                         accepted_at)
                    values (:id, :id, 'f', :trigger, :key, nextval('invocation_ordinal'), 'waiting', 0,
                        case when exists (select 1 from invocation where trigger_id = :trigger and ordering_key = :key)
                            then 'infinity' else cast(:now as timestamptz) end,
                        :now)
                    """)
                    .param("id", id)
                    .param("trigger", TRIGGER)
                    .param("key", key)
                    .param("now", NOW.atOffset(ZoneOffset.UTC))
                    .update();
        });
        return id;
    }

    private void end(String key, UUID id) {
        transactions.executeWithoutResult(any -> {
            jdbc.sql("delete from invocation where id = :id").param("id", id).update();
            keys.unblockNext(List.of(new OrderedKey(TRIGGER, key)), NOW);
        });
    }

    private List<UUID> blocked() {
        return jdbc.sql("select id from invocation where visible_at = 'infinity' order by ordinal")
                .query(UUID.class)
                .list();
    }
}
