// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The functions, triggers and senders of one round: asynchronous calls, records of a topic, and schedules that fire each
 * second, one of them run after run.
 */
final class Workload {

    /** Attempts in which a function fails, after the first, before its event is dead. */
    static final int MAX_RETRIES = 2;

    private static final Map<String, Object> RETRY =
            Map.of("maxRetries", MAX_RETRIES, "minBackoffSeconds", 0, "maxBackoffSeconds", 1);

    private final Cluster cluster;
    private final String round;
    private final Path journal;
    private final Accounts accounts = new Accounts();
    private final Instant firstSlot;
    private final Instant lastSlot;
    private final UUID recordsTrigger;
    private final Callers callers;
    private final Records records;

    private Workload(Cluster cluster, String round, Duration span, Random random) {
        this.cluster = cluster;
        this.round = round;
        this.journal = cluster.directory().resolve("journal-" + round);
        try {
            Files.createDirectories(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        functions().forEach(this::createFunction);
        Records.createTopic(cluster, round);
        recordsTrigger =
                createTrigger(recordsFunction(), "kafka", Map.of("topics", List.of(round), "eventShape", "plain"));
        firstSlot =
                InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        lastSlot = firstSlot.plus(span);
        createSchedule(slotsFunction(), "parallel");
        createSchedule(queuedSlotsFunction(), "queue");
        callers = Callers.start(cluster, callsFunction(), accounts, random);
        records = Records.start(cluster, round, accounts, random);
    }

    /** Sets everything up under the round's name and begins to send; schedules fire for that long. */
    static Workload start(Cluster cluster, String round, Duration span, Random random) {
        return new Workload(cluster, round, span, random);
    }

    List<String> functions() {
        return List.of(callsFunction(), recordsFunction(), slotsFunction(), queuedSlotsFunction());
    }

    String callsFunction() {
        return round + "-calls";
    }

    String recordsFunction() {
        return round + "-records";
    }

    String slotsFunction() {
        return round + "-slots";
    }

    String queuedSlotsFunction() {
        return round + "-queued-slots";
    }

    Accounts accounts() {
        return accounts;
    }

    Path journal() {
        return journal;
    }

    UUID recordsTrigger() {
        return recordsTrigger;
    }

    Instant firstSlot() {
        return firstSlot;
    }

    Instant lastSlot() {
        return lastSlot;
    }

    /** Sends nothing new from now on. */
    void stop() {
        callers.stop();
        records.stop();
    }

    /** Waits until what was sent is answered as far as it can be; everything has to be well again by now. */
    void join() {
        callers.join();
        records.join();
    }

    /** Takes the triggers away, so that they cost later rounds nothing. */
    void removeTriggers() {
        for (String function : functions().subList(1, functions().size())) {
            cluster.rest().delete("/api/v1/triggers/" + function);
        }
    }

    private void createFunction(String name) {
        cluster.rest()
                .createFunction(
                        name,
                        "nodejs20.x",
                        "index.handler",
                        Rest.JSON.createObjectNode().put("index.js", source()),
                        Map.of(
                                "timeoutSeconds",
                                3,
                                "environment",
                                Map.of("JOURNAL", journal.toString()),
                                "async",
                                RETRY));
    }

    private void createSchedule(String function, String overlap) {
        createTrigger(
                function,
                "schedule",
                Map.of(
                        "expression",
                        "rate(1 second)",
                        "start",
                        firstSlot.toString(),
                        "end",
                        lastSlot.toString(),
                        "missed",
                        "all",
                        "missedCap",
                        1000,
                        "overlap",
                        overlap));
    }

    /** Creates a trigger of the function's name. */
    private UUID createTrigger(String function, String type, Map<String, Object> settings) {
        var trigger = Rest.JSON.createObjectNode();
        trigger.put("name", function).put("function", function).put("type", type);
        trigger.set("settings", Rest.JSON.valueToTree(settings));
        trigger.set("retry", Rest.JSON.valueToTree(RETRY));
        if (type.equals("kafka")) {
            trigger.set(
                    "filter", Rest.JSON.valueToTree(Map.of("value", Map.of("skip", List.of(Map.of("exists", false))))));
            trigger.set("batch", Rest.JSON.valueToTree(Map.of("size", 10)));
        }
        JsonNode created = cluster.rest().post("/api/v1/triggers", trigger.toString(), 201);
        return UUID.fromString(created.get("id").asString());
    }

    private static String source() {
        try (InputStream in = Objects.requireNonNull(Workload.class.getResourceAsStream("index.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
