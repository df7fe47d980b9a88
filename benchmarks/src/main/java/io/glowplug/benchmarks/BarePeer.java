// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * What an environment is compared with.
 *
 * @param name what it is, in words
 */
record BarePeer(String name, Start start) {

    /** Starts it once, waits for its first answer, says which process it is, and ends it. */
    interface Start {
        void untilFirstAnswer(LongConsumer process) throws IOException;
    }

    /** A process that answers each line with itself. */
    static BarePeer echoing(String name, List<String> command) {
        return new BarePeer(name, then -> BareProcess.roundTrips(command, "{}", 1, then));
    }

    String words(String measured) {
        return name + ", " + measured;
    }

    /** Starts it that many times and returns the median until its first answer, in milliseconds. */
    double medianMillis(int count) throws IOException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            millis[i] = millisUntilFirstAnswer();
        }
        return median(millis);
    }

    /** Starts that many of them at once and returns the median until each one's first answer, in milliseconds. */
    double medianMillisAtOnce(int count) {
        List<Future<Double>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                answers.add(threads.submit(this::millisUntilFirstAnswer));
            }
        }
        return median(answers.stream().mapToDouble(Future::resultNow).toArray());
    }

    private double millisUntilFirstAnswer() throws IOException {
        long begin = System.nanoTime();
        long[] end = new long[1];
        start.untilFirstAnswer(_ -> end[0] = System.nanoTime());
        return (end[0] - begin) / 1e6;
    }

    static double median(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Returns what it holds after its first answer. */
    ProcessMemory memory() throws IOException {
        var found = new AtomicReference<ProcessMemory>();
        start.untilFirstAnswer(pid -> found.set(ProcessMemory.of(pid)));
        return Objects.requireNonNull(found.get());
    }
}
