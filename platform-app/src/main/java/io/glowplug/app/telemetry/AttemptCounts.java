// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of this node's attempts since they were last stored, by function and minute. */
final class AttemptCounts {

    private final InstantSource clock;
    private final Map<FunctionMinute, Cell> cells = new ConcurrentHashMap<>();

    AttemptCounts(InstantSource clock) {
        this.clock = clock;
    }

    record FunctionMinute(String function, Instant minute) implements Comparable<FunctionMinute> {

        @Override
        public int compareTo(FunctionMinute other) {
            int byMinute = minute.compareTo(other.minute);
            return byMinute != 0 ? byMinute : function.compareTo(other.function);
        }
    }

    /** The counts of one function in one minute, as long as they are not taken away to be stored. */
    static final class Cell {

        final FunctionMinute of;
        long returned;
        long failed;
        long throttled;
        long platform;
        long cold;
        long initMicros;
        long queuedMicros;
        final int[] durations = new int[Durations.CLASSES];
        private boolean taken;

        private Cell(FunctionMinute of) {
            this.of = of;
        }

        /** Returns whether it counted, which it no longer does once it was taken. */
        private synchronized boolean count(AttemptOutcome outcome) {
            if (taken) {
                return false;
            }
            switch (outcome) {
                case AttemptOutcome.Returned ran -> {
                    returned++;
                    ran(ran.report());
                }
                case AttemptOutcome.FunctionFailed ran -> {
                    failed++;
                    ran(ran.report());
                }
                case AttemptOutcome.TimedOut ran -> {
                    failed++;
                    ran(ran.report());
                }
                case AttemptOutcome.Throttled _ -> throttled++;
                case AttemptOutcome.PlatformFailed _ -> platform++;
                case AttemptOutcome.Rejected _ -> platform++;
            }
            return true;
        }

        private void ran(RunReport report) {
            durations[Durations.classOf(micros(report.duration()))]++;
            queuedMicros += micros(report.queued());
            Duration init = report.init();
            if (init != null) {
                cold++;
                initMicros += micros(init);
            }
        }

        private static long micros(Duration duration) {
            return duration.toNanos() / 1000;
        }

        private synchronized void take() {
            taken = true;
        }
    }

    void count(String function, AttemptOutcome outcome) {
        FunctionMinute key = new FunctionMinute(function, clock.instant().truncatedTo(ChronoUnit.MINUTES));
        while (!cells.computeIfAbsent(key, Cell::new).count(outcome)) {
            Thread.onSpinWait(); // it was taken just now, and is about to be removed
        }
    }

    /** Takes everything counted so far, in the one order in which all nodes touch rows. */
    List<Cell> take() {
        List<Cell> taken = new ArrayList<>();
        for (FunctionMinute key : cells.keySet().stream().sorted().toList()) {
            Cell cell = cells.remove(key);
            if (cell != null) {
                cell.take();
                taken.add(cell);
            }
        }
        return taken;
    }
}
