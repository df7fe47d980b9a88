// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.Rest;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Asks one node after the other for the ledger while things go wrong: whoever answers has to answer what balances. */
final class LedgerWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAUSE_MILLIS = 300;

    private final Cluster cluster;
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    LedgerWatch(Cluster cluster) {
        this.cluster = cluster;
        this.thread = Thread.ofVirtual().name("ledger-watch").start(this::watch);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    /** How often the conservation law was looked at. */
    int answers() {
        return answers.get();
    }

    private void watch() {
        try {
            for (int turn = 0; !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS); turn++) {
                look(cluster.node(turn % Cluster.NODES).rest());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Rest rest) {
        try {
            HttpResponse<String> answer =
                    rest.send(rest.request("/api/v1/ledger").timeout(PATIENCE).GET());
            if (answer.statusCode() != 200) {
                return;
            }
            answers.incrementAndGet();
            for (JsonNode item : Rest.JSON.readTree(answer.body()).get("items")) {
                long parts =
                        List.of("succeeded", "deadLettered", "expired", "cancelled", "inFlight", "waiting").stream()
                                .mapToLong(part -> item.get(part).asLong())
                                .sum();
                if (item.get("accepted").asLong() != parts) {
                    findings.add("the ledger does not balance: " + item);
                }
            }
        } catch (UncheckedIOException nodeIsAway) {
            // Another one is asked next.
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
