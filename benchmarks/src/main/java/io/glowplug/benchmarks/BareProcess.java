// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** The raw limit of a language: a process that reads a line of JSON and writes it back, over its standard streams. */
final class BareProcess {

    private static final String NODEJS = """
            require('readline').createInterface({ input: process.stdin })
              .on('line', (line) => process.stdout.write(JSON.stringify(JSON.parse(line)) + '\\n'))
            """;
    private static final String PYTHON = """
            import json, sys
            for line in sys.stdin:
                sys.stdout.write(json.dumps(json.loads(line)) + '\\n')
                sys.stdout.flush()
            """;

    private BareProcess() {}

    static List<String> command(Functions language) {
        return switch (language) {
            case NODEJS -> List.of("node", "-e", NODEJS);
            case PYTHON -> List.of("/usr/bin/python3", "-I", "-c", PYTHON);
        };
    }

    /** Sends lines one after another and returns the sorted round trips in nanoseconds. */
    static long[] roundTrips(Functions language, String line, int count) throws IOException {
        return roundTrips(command(language), line, count, _ -> {});
    }

    /**
     * Does so with any command.
     *
     * @param then is told the process, which is still there
     */
    static long[] roundTrips(List<String> command, String line, int count, LongConsumer then) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("NODE_EXTRA_CA_CERTS");
        Process process = builder.start();
        try (BufferedWriter out =
                        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long[] nanos = new long[count];
            for (int i = -count / 10; i < count; i++) {
                long start = System.nanoTime();
                out.write(line);
                out.newLine();
                out.flush();
                in.readLine();
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            then.accept(process.pid());
            Arrays.sort(nanos);
            return nanos;
        } finally {
            process.destroy();
        }
    }
}
