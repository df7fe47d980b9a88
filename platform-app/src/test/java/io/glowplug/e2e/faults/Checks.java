// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.faults.Accounts.Acceptance;
import io.glowplug.e2e.faults.Accounts.Written;
import io.glowplug.e2e.faults.Books.Attempt;
import io.glowplug.e2e.faults.Books.End;
import io.glowplug.e2e.faults.Books.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Holds the books against what was acknowledged and what the functions saw. Each finding is a broken promise. */
final class Checks {

    /** Outcomes of attempts during which somebody killed the function's process look like its own failures. */
    private static final Set<String> OUTCOMES_OF_FUNCTIONS = Set.of("function-failed", "timed-out");

    private final Accounts accounts;
    private final Journal journal;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> reentries = new TreeMap<>();

    Checks(Accounts accounts, Journal journal) {
        this.accounts = accounts;
        this.journal = journal;
    }

    List<String> findings() {
        return findings;
    }

    /** How often handlers were entered again, by what the attempt before had come to. */
    Map<String, Integer> reentries() {
        return reentries;
    }

    /** Every event has one end, every attempt is written down, and nothing runs behind the ledger's back. */
    void everyEventEnded(Books books) {
        Map<UUID, Integer> entered = journal.timesEntered();
        for (Event event : books.events().values()) {
            End end = books.ends().get(event.id());
            if (end == null) {
                find("event %s of %s has no end".formatted(event.id(), books.function()));
                continue;
            }
            List<Attempt> attempts = books.attemptsOf(event.id());
            int times = entered.getOrDefault(event.id(), 0);
            boolean numbered = attempts.isEmpty() || attempts.getLast().number() == attempts.size();
            if (attempts.size() != end.attempts() || !numbered) {
                find("event %s ended after %d attempts, of which are known %s"
                        .formatted(event.id(), end.attempts(), attempts));
            }
            if (times > attempts.size()) {
                find("event %s was entered %d times in %s".formatted(event.id(), times, attempts));
            }
            if (end.status().equals("succeeded") && times == 0) {
                find("event %s succeeded without having been entered".formatted(event.id()));
            }
            if (end.status().equals("expired") || end.status().equals("cancelled")) {
                find("event %s is %s, which nothing in this round explains".formatted(event.id(), end.status()));
            }
            countReentries(attempts, times);
        }
    }

    private void countReentries(List<Attempt> attempts, int times) {
        List<Attempt> before =
                attempts.subList(0, Math.max(0, attempts.size() - 1)).stream().toList();
        for (int again = 0; again < times - 1 && again < before.size(); again++) {
            reentries.merge(before.get(again).outcome(), 1, Integer::sum);
        }
    }

    /** What was answered 202 is there; what was not may be there, but no more than that. */
    void everyCallAccountedFor(Books books) {
        Set<UUID> acknowledged =
                accounts.acceptances().stream().map(Acceptance::event).collect(Collectors.toSet());
        for (UUID event : acknowledged) {
            if (!books.events().containsKey(event)) {
                find("event %s was acknowledged and is gone".formatted(event));
            }
        }
        int more = books.events().size() - acknowledged.size();
        if (more > accounts.unansweredCalls()) {
            find("%d events more than acknowledged, from %d unanswered calls"
                    .formatted(more, accounts.unansweredCalls()));
        }
    }

    /** A key belongs to one success at most. */
    void everyKeySucceededOnce(Books books) {
        Map<Integer, List<UUID>> succeeded = books.events().values().stream()
                .filter(event -> Optional.ofNullable(books.ends().get(event.id()))
                        .filter(end -> end.status().equals("succeeded"))
                        .isPresent())
                .collect(Collectors.groupingBy(
                        event -> event.payload().get("n").asInt(), Collectors.mapping(Event::id, Collectors.toList())));
        succeeded.forEach((number, events) -> {
            if (events.size() > 1) {
                find("%s succeeded %d times: %s".formatted(accounts.call(number), events.size(), events));
            }
        });
    }

    /** Dead is what was told to die, or what lost a process of its own to the round as often as it may fail. */
    void onlyWhatHadToDied(Books books, int maxRetries, boolean processesWereKilled) {
        for (End end : books.ends().values()) {
            Event event = books.events().get(end.id());
            boolean dead = end.status().equals("dead-lettered");
            if (event == null || dead != end.deadLetter().isPresent()) {
                find("%s has no event, or a dead letter and another end".formatted(end));
                continue;
            }
            List<Attempt> attempts = books.attemptsOf(end.id());
            long failures = attempts.stream()
                    .filter(attempt -> OUTCOMES_OF_FUNCTIONS.contains(attempt.outcome()))
                    .count();
            if (failures > maxRetries + 1) {
                find("event %s failed %d times: %s".formatted(end.id(), failures, attempts));
            }
            boolean fatal = instructions(event.payload()).anyMatch(Instruction::fatal);
            if (fatal && !dead) {
                find("event %s had to die and is %s: %s".formatted(end.id(), end.status(), attempts));
            }
            if (dead
                    && !(end.deadLetter().orElseThrow().reason().equals("retries-exhausted")
                            && failures == maxRetries + 1
                            && (fatal || processesWereKilled))) {
                find("event %s is dead (%s) without need: %s".formatted(end.id(), end.deadLetter(), attempts));
            }
        }
    }

    private static Stream<Instruction> instructions(JsonNode payload) {
        JsonNode records = payload.get("records");
        return (records == null ? Stream.of(payload) : records.valueStream().map(one -> one.get("value")))
                .filter(order -> order.has("how"))
                .map(order -> Instruction.valueOf(order.get("how").asString()));
    }

    /** Each confirmed record is in exactly one batch or was filtered, and each partition's batches began in order. */
    void everyRecordOnceAndInOrder(Books books, long filteredByLedger) {
        Map<Integer, List<Batch>> batches = books.events().values().stream()
                .map(Batch::of)
                .sorted(Comparator.comparingLong(Batch::firstOffset))
                .collect(Collectors.groupingBy(Batch::partition));
        Set<String> inBatches = new HashSet<>();
        batches.values().stream()
                .flatMap(List::stream)
                .forEach(batch -> batch.offsets().forEach(offset -> {
                    if (!inBatches.add(batch.partition() + "@" + offset)) {
                        find("record %d@%d is in two batches".formatted(batch.partition(), offset));
                    }
                }));
        for (Written record : accounts.written()) {
            boolean present = inBatches.contains(record.partition() + "@" + record.offset());
            if (present == record.filtered()) {
                find("%s %s".formatted(record, present ? "should have been filtered" : "is in no batch"));
            }
        }
        long filtered = accounts.written().stream().filter(Written::filtered).count();
        if (filteredByLedger < filtered || filteredByLedger > filtered + accounts.unwrittenRecords()) {
            find("%d records were filtered, the ledger says %d".formatted(filtered, filteredByLedger));
        }
        batches.values().forEach(this::beganInOrder);
    }

    private void beganInOrder(List<Batch> batches) {
        Map<UUID, Integer> first = journal.firstEntry();
        int latest = -1;
        for (Batch batch : batches) {
            Integer place = first.get(batch.event());
            if (place != null && place < latest) {
                find("%s began before an earlier batch of its partition".formatted(batch));
            }
            latest = place == null ? latest : place;
        }
    }

    private record Batch(UUID event, int partition, List<Long> offsets) {

        static Batch of(Event event) {
            List<Long> offsets = StreamSupport.stream(
                            event.payload().get("records").spliterator(), false)
                    .map(record -> record.get("offset").asLong())
                    .toList();
            return new Batch(event.id(), event.payload().get("partition").asInt(), offsets);
        }

        long firstOffset() {
            return offsets.getFirst();
        }
    }

    /** From the first slot to the last, each second has one event. */
    void everySlotOnce(Books books, Instant first, Instant last) {
        List<Instant> slots = books.events().values().stream()
                .map(event -> Instant.parse(event.key().orElseThrow()))
                .sorted()
                .toList();
        List<Instant> expected = new ArrayList<>();
        for (Instant slot = first; !slot.isAfter(last); slot = slot.plusSeconds(1)) {
            expected.add(slot);
        }
        if (!slots.equals(expected)) {
            find("the slots of %s were %s instead of each second from %s to %s"
                    .formatted(books.function(), slots, first, last));
        }
    }

    void find(String finding) {
        findings.add(finding);
    }
}
