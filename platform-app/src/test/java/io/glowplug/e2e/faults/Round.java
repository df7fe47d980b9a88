// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.faults.FaultPlan.Timed;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One seed: load while things go wrong, then peace, then the checks. */
final class Round {

    /** How long is sent, and how long after the start faults may begin. */
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final long seed;
    private final Consumer<String> report;

    Round(Cluster cluster, long seed, Consumer<String> report) {
        this.cluster = cluster;
        this.seed = seed;
        this.report = report;
    }

    /** Runs it, prints what happened, and returns what is wrong: nothing, if all promises were kept. */
    List<String> run() throws Exception {
        long begin = System.nanoTime();
        Random random = new Random(seed);
        FaultPlan plan = FaultPlan.draw(random, Cluster.NODES, Node.LEASE, SPAN.minusSeconds(2));
        report.accept("seed " + seed);
        Workload workload = Workload.start(cluster, "seed-" + seed, SPAN, random);
        List<String> findings = new ArrayList<>();
        try (LedgerWatch watch = new LedgerWatch(cluster)) {
            misbehave(plan);
            workload.stop();
            cluster.heal();
            workload.join();
            try (Connection database = cluster.database().connect()) {
                new Drain(workload, database).await().ifPresent(findings::add);
                findings.addAll(check(plan, workload, database));
            }
            findings.addAll(watch.findings());
            tell("the ledger was looked at %d times meanwhile".formatted(watch.answers()));
        }
        workload.removeTriggers();
        findings.forEach(finding -> tell("BROKEN: " + finding));
        tell("%s in %.1f s".formatted(findings.isEmpty() ? "kept" : "BROKEN", (System.nanoTime() - begin) / 1e9));
        return findings;
    }

    /** Begins and ends all faults of the plan, each at its time, and returns when the last one is over. */
    private void misbehave(FaultPlan plan) {
        record Step(Duration at, Runnable action) {}
        List<Step> steps = new ArrayList<>();
        for (Timed timed : plan.faults()) {
            Optional<String> obstacle = cluster.obstacle(timed.fault());
            if (obstacle.isPresent()) {
                tell("left out: %s: %s".formatted(timed, obstacle.get()));
            } else {
                tell(timed.toString());
                steps.add(new Step(timed.begin(), () -> cluster.begin(timed.fault())));
                steps.add(new Step(timed.end(), () -> cluster.end(timed.fault())));
            }
        }
        steps.add(new Step(SPAN, () -> {}));
        steps.sort(Comparator.comparing(Step::at));
        long start = System.nanoTime();
        for (Step step : steps) {
            waitUntil(start + step.at().toNanos());
            step.action().run();
        }
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private List<String> check(FaultPlan plan, Workload workload, Connection database) throws Exception {
        Checks checks = new Checks(workload.accounts(), Journal.read(workload.journal()));
        boolean processesKilled = plan.faults().stream().anyMatch(Round::killsFunctions);
        int events = 0;
        int dead = 0;
        for (String function : workload.functions()) {
            Books.unbalanced(database, function).ifPresent(checks::find);
            Books books = Books.read(database, function);
            checks.everyEventEnded(books);
            checks.onlyWhatHadToDied(books, Workload.MAX_RETRIES, processesKilled);
            if (function.equals(workload.callsFunction())) {
                checks.everyCallAccountedFor(books);
                checks.everyKeySucceededOnce(books);
            } else if (function.equals(workload.recordsFunction())) {
                checks.everyRecordOnceAndInOrder(books, filtered(function));
            } else {
                checks.everySlotOnce(books, workload.firstSlot(), workload.lastSlot());
            }
            events += books.events().size();
            dead += (int) books.ends().values().stream()
                    .filter(end -> end.deadLetter().isPresent())
                    .count();
        }
        workload.accounts().surprises().forEach(checks::find);
        print(workload.accounts(), events, dead, checks.reentries());
        return checks.findings();
    }

    private void print(Accounts accounts, int events, int dead, Map<String, Integer> reentries) {
        int acknowledged = accounts.acceptances().size();
        int confirmed = accounts.written().size();
        tell("%d calls acknowledged, %d never answered".formatted(acknowledged, accounts.unansweredCalls()));
        tell("%d records confirmed, %d never".formatted(confirmed, accounts.unwrittenRecords()));
        tell("%d events, %d dead; entered again after: %s".formatted(events, dead, reentries));
    }

    private void tell(String line) {
        report.accept("    " + line);
    }

    /** Whether a process that runs a function may have died in a way that looks like the function's own failure. */
    private static boolean killsFunctions(Timed timed) {
        return timed.fault() instanceof Fault.KillFunctions;
    }

    private long filtered(String function) {
        long sum = 0;
        for (JsonNode item : cluster.rest().get("/api/v1/ledger").get("items")) {
            if (item.get("function").asString().equals(function)) {
                sum += item.get("filtered").asLong();
            }
        }
        return sum;
    }
}
