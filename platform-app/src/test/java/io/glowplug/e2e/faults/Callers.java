// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.Rest;
import io.glowplug.e2e.faults.Accounts.Call;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Calls a function asynchronously on all nodes, some calls with an idempotency key, and keeps account of the answers. */
final class Callers {

    private static final int CALLERS = 6;
    private static final int PAUSE_MILLIS = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration BEFORE_REPEATING = Duration.ofMillis(100);

    /** Answers that a client has to reckon with while something is broken; it tries again, or lets it be. */
    private static final Set<Integer> TRY_AGAIN = Set.of(409, 429, 500, 503);

    private final Cluster cluster;
    private final String function;
    private final Accounts accounts;
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Callers(Cluster cluster, String function, Accounts accounts) {
        this.cluster = cluster;
        this.function = function;
        this.accounts = accounts;
    }

    static Callers start(Cluster cluster, String function, Accounts accounts, Random random) {
        Callers callers = new Callers(cluster, function, accounts);
        for (int caller = 0; caller < CALLERS; caller++) {
            Random own = new Random(random.nextLong());
            callers.threads.execute(() -> callers.callUntilStopped(own));
        }
        return callers;
    }

    /** Begins no further call. */
    void stop() {
        stopped.countDown();
    }

    /** Waits until every call that has a key is answered. */
    void join() {
        threads.close();
    }

    private void callUntilStopped(Random random) {
        while (!pause(random.nextInt(PAUSE_MILLIS))) {
            int number = numbers.getAndIncrement();
            Optional<String> key = random.nextBoolean() ? Optional.of("key-" + number) : Optional.empty();
            Call call = new Call(number, Instruction.drawForCall(random), key);
            accounts.sent(call);
            boolean answered = send(call, random);
            while (!answered && key.isPresent()) {
                LockSupport.parkNanos(BEFORE_REPEATING.toNanos());
                answered = send(call, random);
            }
            if (!answered) {
                accounts.unanswered();
            } else if (key.isPresent() && random.nextInt(10) == 0) {
                send(call, random);
            }
        }
    }

    private boolean send(Call call, Random random) {
        Rest rest = cluster.node(random.nextInt(Cluster.NODES)).rest();
        HttpRequest.Builder request = rest.request("/api/v1/functions/" + function + "/invocations")
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString("{\"n\":%d,\"how\":\"%s\"}".formatted(call.number(), call.how())));
        call.key().ifPresent(key -> request.header("Idempotency-Key", key));
        try {
            return isAccepted(call, rest.send(request));
        } catch (UncheckedIOException broken) {
            return false;
        }
    }

    private boolean isAccepted(Call call, HttpResponse<String> answer) {
        if (answer.statusCode() == 202) {
            String id = Rest.JSON.readTree(answer.body()).get("eventId").asString();
            accounts.accepted(call, UUID.fromString(id));
            return true;
        }
        if (!TRY_AGAIN.contains(answer.statusCode())) {
            accounts.surprise("%s was answered %d %s".formatted(call, answer.statusCode(), answer.body()));
        }
        return false;
    }

    private boolean pause(int millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
