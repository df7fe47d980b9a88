// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.runtime.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargePayloadTest {

    private static final String LARGE = "{\"large\":\"" + "x".repeat(5_000) + "\"}";

    @TempDir
    Path directory;

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private void useFiles() {
        dispatch.with("payload.directory", directory.resolve("payloads").toString())
                .with("payload.largest-in-row", "2KB")
                .with("payload.retention", "2d");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void sweep(Instant now) {
        new PayloadSweep(dispatch.jdbc(), dispatch.node().bean(Payloads.class), ofHours(1)).enforce(now);
    }

    private Payload payloadOf(UUID event) {
        return dispatch.node()
                .bean(EventHistory.class)
                .event(event)
                .orElseThrow()
                .payload();
    }

    @Test
    void aLargePayloadIsInAFileWhileARowNeedsItAndReachesTheFunctionByEveryWay() throws IOException {
        useFiles();
        ScriptedFunction function = dispatch.function("large").retrying(1, 1).failing("Oops");

        UUID event = dispatch.accept(function, LARGE);
        dispatch.accept(function, "{}");
        await().atMost(ofSeconds(30)).until(() -> function.attempts() == 2 && dispatch.dueOrRunning() == 0);
        assertThat(dispatch.jdbc()
                        .sql("select max(octet_length(payload)) from event")
                        .query(Integer.class)
                        .single())
                .isEqualTo(85);
        assertThat(files()).hasSize(1);
        assertThat(payloadOf(event)).isEqualTo(Payload.ofUtf8(LARGE));
        assertThat(dispatch.node()
                        .bean(EventHistory.class)
                        .event(event)
                        .orElseThrow()
                        .event()
                        .payloadBytes())
                .isEqualTo(LARGE.length());

        // The retry comes by a lease, and what it ends in is a dead letter that names the same file.
        dispatch.advance(ofSeconds(10)).runDue();
        assertThat(function.payloads()).filteredOn(LARGE::equals).hasSize(2);
        DeadLetterQueue deadLetters = dispatch.node().bean(DeadLetterQueue.class);
        assertThat(deadLetters.find(event).orElseThrow().payload()).isEqualTo(Payload.ofUtf8(LARGE));

        // However old the file is, it stays; also when the event is gone and the dead letter is all that is left.
        dispatch.jdbc().sql("delete from event").update();
        sweep(Instant.now().plus(ofDays(40)));
        assertThat(files()).hasSize(1);
        function.answering(ScriptedFunction::returned);
        UUID again = redrive(deadLetters, event);
        dispatch.runDue();
        assertThat(dispatch.ended(again)).isEqualTo("succeeded");
        assertThat(function.payloads()).filteredOn(LARGE::equals).hasSize(3);

        dispatch.jdbc().sql("delete from dead_letter").update();
        sweep(Instant.now());
        assertThat(files()).as("within the grace").hasSize(1);
        sweep(Instant.now().plus(ofHours(2)));
        assertThat(files()).isEmpty();
        dispatch.assertBalanced();
    }

    private static UUID redrive(DeadLetterQueue deadLetters, UUID id) {
        return deadLetters.redrive(id, io.glowplug.dispatch.RedriveOrder.UNCHANGED);
    }

    @Test
    void whatACrashLeavesBetweenTheStepsIsNeverALoss() throws IOException {
        useFiles();
        ScriptedFunction function = dispatch.function("large");
        Payloads payloads = dispatch.node().bean(Payloads.class);

        // Written, and then the node died before the commit.
        payloads.prepare(Payload.ofUtf8(LARGE));
        Files.writeString(files().getFirst().resolveSibling("half.draft"), "half");
        assertThat(files()).hasSize(2);
        sweep(Instant.now());
        assertThat(files()).hasSize(2);

        // The same content comes again just when the old file is about to go: it is young again, and stays.
        files().forEach(LargePayloadTest::age);
        UUID event = dispatch.accept(function, LARGE);
        dispatch.runDue();
        sweep(Instant.now());
        assertThat(payloadOf(event)).isEqualTo(Payload.ofUtf8(LARGE));
        assertThat(files()).hasSize(1);

        // A sweep died after it had set the file aside.
        Path file = files().getFirst();
        Files.move(file, file.resolveSibling(file.getFileName() + ".aside"));
        assertThat(payloadOf(event)).isEqualTo(Payload.ofUtf8(LARGE));
        files().forEach(LargePayloadTest::age);
        sweep(Instant.now());
        assertThat(files()).containsExactly(file);

        // A file that nobody can read spends no retry, and one that cannot be written is no accepted event.
        dispatch.jdbc().sql("update event set payload = payload").update();
        Files.delete(file);
        assertThat(dispatch.count("dead_letter")).isZero();
        Path blocked = directory.resolve("payloads").resolve(file.getParent().getFileName());
        Files.delete(blocked);
        Files.writeString(blocked, "no directory");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> dispatch.accept(function, LARGE)))
                .isInstanceOf(NotAcceptedException.class);
        dispatch.assertBalanced();
    }

    private static void age(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ofDays(3))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aPayloadThatLooksLikeANameIsStillAPayload() {
        useFiles();
        ScriptedFunction function = dispatch.function("sly");
        Payloads payloads = dispatch.node().bean(Payloads.class);
        Payload secret = Payload.ofUtf8(LARGE);
        byte[] name = payloads.stored(secret);
        Payload sly = Payload.wrap(name);

        assertThat(payloads.read(payloads.stored(sly))).contains(sly);
        assertThat(payloads.read(Payloads.unstored(sly).bytes())).contains(sly);
        assertThat(payloads.read(payloads.stored(Payload.wrap(Payloads.gone()))))
                .contains(Payload.wrap(Payloads.gone()));
        assertThat(payloads.read(name)).contains(secret);
        assertThat(Payloads.unstored(secret)).isSameAs(secret);
        assertThat(function.attempts()).isZero();
    }

    @Test
    void payloadsAndAnswersGoBeforeTheirRowsButNotWhatADeadLetterNeeds() {
        useFiles();
        ScriptedFunction function = dispatch.function("f").retrying(0, 0);
        UUID done = dispatch.accept(function, "{\"n\":1}");
        dispatch.runDue();
        function.failing("Oops");
        UUID dead = dispatch.accept(function, "{\"n\":2}");
        dispatch.runDue();
        EventHistory history = dispatch.node().bean(EventHistory.class);
        assertThat(history.answer(done)).isPresent();

        Instant later = dispatch.clock().instant().plus(ofDays(4));
        PayloadRetention retention = new PayloadRetention(
                dispatch.node().bean(io.glowplug.dispatch.partition.DayPartitions.class), dispatch.jdbc(), ofDays(2));
        retention.enforce(dispatch.clock().instant().plus(ofHours(12)));
        assertThat(payloadOf(done)).isNotNull();
        retention.enforce(later);
        retention.enforce(later);

        assertThat(payloadOf(done)).isNull();
        assertThat(history.answer(done)).isEmpty();
        assertThat(payloadOf(dead)).isEqualTo(Payload.ofUtf8("{\"n\":2}"));
        assertThat(dispatch.node()
                        .bean(DeadLetterQueue.class)
                        .find(dead)
                        .orElseThrow()
                        .payload())
                .isEqualTo(Payload.ofUtf8("{\"n\":2}"));
    }
}
