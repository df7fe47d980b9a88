// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.FunctionLogs.LogQuery;
import io.glowplug.dispatch.FunctionLogs.Tail;
import io.glowplug.dispatch.fixture.BreakableDataSource;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class FunctionLogsTest {

    private static final LogProperties PROPERTIES = new LogProperties(
            Duration.ofMillis(50), 2_000, DataSize.ofMegabytes(32), Duration.ofSeconds(1), Duration.ofMillis(50));
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private LedgerFixture ledger;
    private BreakableDataSource database;
    private PostgresFunctionLogs logs;
    private LogWriter writer;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        database = new BreakableDataSource(ledger.database);
        logs = new PostgresFunctionLogs(ledger.jdbc, PROPERTIES, ledger.clock);
        writer = writer(PROPERTIES);
        writer.start();
    }

    @AfterEach
    void close() {
        database.repair();
        writer.stop();
        ledger.close();
    }

    @Test
    void storesLinesAsTheyWereWrittenAndInThatOrder() {
        UUID invocation = UUID.randomUUID();
        List<LogLine> lines = List.of(
                new LogLine("resize", "7", "env-1", null, now(), LogStream.PLATFORM, "INIT_START"),
                new LogLine("resize", "7", "env-1", invocation, now(), LogStream.STDOUT, "größer 🧀"),
                new LogLine("resize", "7", "env-1", invocation, now(), LogStream.STDERR, ""));

        writer.write(lines);

        await().atMost(LONG).until(() -> search(of("resize")).equals(lines));
    }

    @Test
    void replacesTheNulThatPostgresCannotStore() {
        write("a\0b");

        await().atMost(LONG).until(() -> texts(of("resize")).equals(List.of("a\uFFFDb")));
    }

    @Test
    void filesALineWithAnUnbelievableTimeUnderNow() {
        writer.write(List.of(
                line("resize", Instant.EPOCH, "long ago"),
                line("resize", now().plus(Duration.ofDays(400)), "far ahead")));

        await().atMost(LONG).until(() -> texts(of("resize")).equals(List.of("long ago", "far ahead")));
        assertThat(search(of("resize")).getFirst().time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void storesFiftyThousandLinesQuicklyAndInOrder() {
        long begun = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            int first = i * 100;
            writer.write(IntStream.range(first, first + 100)
                    .mapToObj(n -> line("resize", now(), "line " + n))
                    .toList());
        }
        await().atMost(LONG).until(() -> stored() == 50_000);
        System.out.printf(
                "50,000 log lines stored in %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));

        List<String> read = new ArrayList<>();
        String cursor = null;
        do {
            Page<LogLine> page = logs.search(of("resize"), new PageRequest(500, cursor));
            page.items().forEach(line -> read.add(line.text()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(read)
                .isEqualTo(IntStream.range(0, 50_000).mapToObj(n -> "line " + n).toList());
    }

    @Test
    void findsLinesByFunctionInvocationTextAndTime() {
        UUID invocation = UUID.randomUUID();
        writer.write(List.of(
                line("resize", now(), "Started 100%"),
                new LogLine(
                        "resize", "$LATEST", "env-1", invocation, now().plusSeconds(5), LogStream.STDOUT, "made a_b"),
                line("greet", now().plusSeconds(9), "started")));
        await().atMost(LONG).until(() -> stored() == 3);

        assertThat(texts(of("resize"))).containsExactly("Started 100%", "made a_b");
        assertThat(texts(new LogQuery(null, invocation, null, null, null))).containsExactly("made a_b");
        assertThat(texts(new LogQuery(null, null, "STARTED", null, null))).containsExactly("Started 100%", "started");
        assertThat(texts(new LogQuery(null, null, "0%", null, null))).containsExactly("Started 100%");
        assertThat(texts(new LogQuery(null, null, "a_b", null, null))).containsExactly("made a_b");
        assertThat(texts(new LogQuery(null, null, "aXb", null, null))).isEmpty();
        assertThat(texts(new LogQuery(null, null, "_", null, null))).containsExactly("made a_b");
        assertThat(texts(new LogQuery(null, null, "\\", null, null))).isEmpty();
        assertThat(texts(new LogQuery(null, null, null, now().plusSeconds(5), now().plusSeconds(9))))
                .containsExactly("made a_b");
    }

    @Test
    void keepsLinesWhileTheDatabaseIsAwayAndStoresThemOnce() {
        write("before");
        await().atMost(LONG).until(() -> stored() == 1);
        database.breakDown();
        write("meanwhile");
        write("later");
        await().atMost(LONG).until(() -> database.refused() >= 2);
        database.repair();

        await().atMost(LONG).until(() -> texts(of("resize")).equals(List.of("before", "meanwhile", "later")));
        assertThat(lost()).isZero();
    }

    @Test
    void losesLinesRatherThanStopTheFunctionAndSaysHowMany() {
        writer.stop();
        writer = writer(new LogProperties(
                Duration.ofMillis(20), 50, DataSize.ofKilobytes(64), Duration.ofMillis(200), Duration.ofMillis(50)));
        writer.start();
        database.breakDown();

        long begun = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            write("x".repeat(100));
        }
        // One wait for all of it, not one for each line: 1,700 lines would take more than five minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
        double lost = lost();
        assertThat(lost).isBetween(1_000.0, 1_999.0);
        database.repair();

        String told = (int) lost + " lines are missing here: they could not be stored as fast as they were written";
        await().atMost(LONG).until(() -> texts(of("resize")).contains(told));
        assertThat(stored()).isEqualTo(2_000 - (long) lost + 1);
        write("after");
        await().atMost(LONG).until(() -> texts(of("resize")).contains("after"));
    }

    @Test
    void storesEverythingBeforeItStopsAndCanBeStartedAgain() {
        for (int i = 0; i < 300; i++) {
            write("line " + i);
        }
        writer.stop();
        assertThat(stored()).isEqualTo(300);

        writer.start();
        write("again");
        await().atMost(LONG).until(() -> stored() == 301);
    }

    @Test
    void followsNewLinesOfTwoNodesEachOnce() throws Exception {
        LogWriter otherNode = writer(PROPERTIES);
        otherNode.start();
        write("before the tail");
        await().atMost(LONG).until(() -> stored() == 1);
        ledger.clock.advance(Duration.ofSeconds(1));
        BlockingQueue<String> followed = new LinkedBlockingQueue<>();
        try (Tail _ = logs.tail(of("resize"), line -> followed.add(line.text()))) {
            Set<String> expected = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 40; i++) {
                LogWriter node = i % 2 == 0 ? writer : otherNode;
                String text = "line " + i;
                expected.add(text);
                node.write(List.of(line("resize", now(), text), line("greet", now(), "other function")));
                ledger.clock.advance(Duration.ofMillis(25));
            }
            Set<String> got = ConcurrentHashMap.newKeySet();
            while (got.size() < expected.size()) {
                String text = followed.poll(30, TimeUnit.SECONDS);
                assertThat(text).isNotNull();
                assertThat(got.add(text)).as("%s the first time", text).isTrue();
            }
            assertThat(got).isEqualTo(expected);
        }
        otherNode.stop();
        assertThat(followed).isEmpty();
    }

    @Test
    void followsALineThatAnotherNodeStoresLateWithAnEarlierTime() throws Exception {
        BlockingQueue<String> followed = new LinkedBlockingQueue<>();
        try (Tail _ = logs.tail(of("resize"), line -> followed.add(line.text()))) {
            Instant early = now().plusMillis(1);
            ledger.clock.advance(Duration.ofSeconds(2));
            write("on time");
            assertThat(followed.poll(30, TimeUnit.SECONDS)).isEqualTo("on time");

            writer.write(List.of(line("resize", early, "late")));

            assertThat(followed.poll(30, TimeUnit.SECONDS)).isEqualTo("late");
        }
    }

    @Test
    void aTailStartsInThePastWhenAskedToAndReadsMoreThanAPage() throws Exception {
        writer.write(IntStream.range(0, 2_500)
                .mapToObj(n -> line("resize", now(), "line " + n))
                .toList());
        await().atMost(LONG).until(() -> stored() == 2_500);
        ledger.clock.advance(Duration.ofMinutes(5));

        BlockingQueue<String> followed = new LinkedBlockingQueue<>();
        try (Tail _ = logs.tail(
                new LogQuery("resize", null, null, LedgerFixture.START, null), line -> followed.add(line.text()))) {
            for (int i = 0; i < 2_500; i++) {
                assertThat(followed.poll(30, TimeUnit.SECONDS)).isEqualTo("line " + i);
            }
        }
    }

    @Test
    void refusesATailWithAnEnd() {
        assertThatThrownBy(() -> logs.tail(new LogQuery("resize", null, null, null, now()), line -> {}))
                .hasMessage("to must be left out of a tail, which has no end");
    }

    private LogWriter writer(LogProperties properties) {
        return new LogWriter(JdbcClient.create(database), properties, ledger.clock, meters);
    }

    private void write(String text) {
        writer.write(List.of(line("resize", now(), text)));
    }

    private static LogLine line(String function, Instant time, String text) {
        return new LogLine(function, "$LATEST", "env-1", null, time, LogStream.STDOUT, text);
    }

    private Instant now() {
        return ledger.clock.instant();
    }

    private static LogQuery of(String function) {
        return new LogQuery(function, null, null, null, null);
    }

    private List<LogLine> search(LogQuery query) {
        return logs.search(query, new PageRequest(500, null)).items();
    }

    private List<String> texts(LogQuery query) {
        return search(query).stream().map(LogLine::text).toList();
    }

    private long stored() {
        return ledger.jdbc
                .sql("select count(*) from function_log")
                .query(Long.class)
                .single();
    }

    private double lost() {
        return meters.get("glowplug.function.log.lost").counter().count();
    }
}
