// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much of everything there is at one moment of a soak. */
record SoakSample(double seconds, long events, Map<Measure, Double> values) {

    /** What is sampled. What is kept of each event grows with the events, and is given for each of them. */
    enum Measure {
        NODE_MB("node, MB resident"),
        FUNCTIONS_MB("functions, MB resident"),
        DESCRIPTORS("descriptors"),
        THREADS("threads"),
        PROCESSES("processes"),
        FILES("files of the node"),
        CONNECTIONS("connections to PostgreSQL"),
        OPEN("open events"),
        OPEN_TABLES_MB("tables of open work, MB"),
        HISTORY_BYTES("bytes of history for each event"),
        WAL_BYTES("bytes of WAL for each event");

        private final String label;

        Measure(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** The tables whose rows go away again; partitions of the others hold history. */
    private static final String SIZES = """
            select sum(pg_total_relation_size(oid)) filter (where relname in
                       ('invocation', 'ledger_count', 'checkpoint', 'trigger_lease')) as open,
                   sum(pg_total_relation_size(oid)) filter (where relkind = 'r' and relispartition) as history,
                   (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
                   pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal
            from pg_class where relnamespace = 'public'::regnamespace
            """;

    private static final double MB = 1024 * 1024;

    static SoakSample take(Platform platform, double seconds, long events, long open) throws IOException {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        ProcessHandle node = platform.process();
        values.put(Measure.NODE_MB, residentMb(node));
        values.put(
                Measure.FUNCTIONS_MB,
                node.descendants().mapToDouble(SoakSample::residentMb).sum());
        values.put(Measure.DESCRIPTORS, (double) entries(proc(node, "fd")));
        values.put(Measure.THREADS, (double) entries(proc(node, "task")));
        values.put(Measure.PROCESSES, (double) node.descendants().count());
        values.put(Measure.FILES, (double) files(platform.dataDirectory()));
        values.put(Measure.OPEN, (double) open);
        try (Connection database = platform.database().connect();
                Statement statement = database.createStatement();
                ResultSet sizes = statement.executeQuery(SIZES)) {
            sizes.next();
            values.put(Measure.OPEN_TABLES_MB, sizes.getDouble("open") / MB);
            values.put(Measure.HISTORY_BYTES, sizes.getDouble("history") / events);
            values.put(Measure.WAL_BYTES, sizes.getDouble("wal") / events);
            values.put(Measure.CONNECTIONS, sizes.getDouble("connections"));
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return new SoakSample(seconds, events, values);
    }

    static String header() {
        return "| s | events | "
                + Arrays.stream(Measure.values()).map(Measure::label).collect(Collectors.joining(" | ")) + " |";
    }

    String row() {
        return String.format(Locale.ROOT, "| %.0f | %,d | ", seconds, events)
                + values.values().stream()
                        .map(value -> String.format(Locale.ROOT, "%,.0f", value))
                        .collect(Collectors.joining(" | "))
                + " |";
    }

    /** Zero for a process that has just ended. */
    private static double residentMb(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(proc(process, "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static Path proc(ProcessHandle process, String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.count();
        }
    }
}
