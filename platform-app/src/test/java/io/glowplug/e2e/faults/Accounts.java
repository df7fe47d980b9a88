// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What those outside know: what they sent, and what they were told is accepted. */
final class Accounts {

    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
    private final Queue<Acceptance> acceptances = new ConcurrentLinkedQueue<>();
    private final Queue<Written> written = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger unwritten = new AtomicInteger();

    /**
     * A call, numbered within its round.
     *
     * @param key its idempotency key, with which it is repeated until it is answered
     */
    record Call(int number, Instruction how, Optional<String> key) {}

    /** A 202 answer: from then on the event must not get lost. */
    record Acceptance(int number, UUID event) {}

    /** A record that the broker has confirmed. */
    record Written(int partition, long offset, Instruction how, boolean filtered) {}

    void sent(Call call) {
        calls.put(call.number(), call);
    }

    void accepted(Call call, UUID event) {
        acceptances.add(new Acceptance(call.number(), event));
    }

    /** The caller does not know whether the event was accepted, and leaves it at that. */
    void unanswered() {
        unanswered.incrementAndGet();
    }

    void written(Written one) {
        written.add(one);
    }

    void unwritten() {
        unwritten.incrementAndGet();
    }

    /** Something that no fault excuses. */
    void surprise(String what) {
        surprises.add(what);
    }

    Call call(int number) {
        return calls.get(number);
    }

    Collection<Acceptance> acceptances() {
        return acceptances;
    }

    Collection<Written> written() {
        return written;
    }

    Collection<String> surprises() {
        return surprises;
    }

    int unansweredCalls() {
        return unanswered.get();
    }

    int unwrittenRecords() {
        return unwritten.get();
    }
}
