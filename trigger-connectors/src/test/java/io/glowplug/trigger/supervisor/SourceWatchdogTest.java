// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.trigger.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceWatchdogTest {

    private static final Instant PROGRESS = Instant.parse("2026-05-04T10:00:00Z");

    private final SourceWatchdog watchdog = new SourceWatchdog(Duration.ofSeconds(60));

    @Test
    void aSourceWithNothingToDoMayRestForEver() {
        assertThat(watchdog.look(health(0, PROGRESS, null), seconds(0))).isEmpty();
        assertThat(watchdog.look(health(0, PROGRESS, null), seconds(9_000))).isEmpty();
    }

    @Test
    void aSourceThatMovesIsNotStuckHoweverLargeItsLag() {
        for (int minute = 0; minute < 30; minute++) {
            assertThat(watchdog.look(health(1_000, PROGRESS.plusSeconds(minute), null), seconds(59L * minute)))
                    .isEmpty();
        }
    }

    @Test
    void lagWithoutProgressIsStuckAfterItsPatience() {
        watchdog.look(health(120, PROGRESS, null), seconds(0));

        assertThat(watchdog.look(health(120, PROGRESS, null), seconds(59))).isEmpty();
        assertThat(watchdog.look(health(120, PROGRESS, null), seconds(60)))
                .hasValue("lag 120, no progress since 2026-05-04T10:00:00Z");
    }

    @Test
    void aProblemWithoutProgressIsStuckToo() {
        watchdog.look(health(0, PROGRESS, "broker unreachable"), seconds(0));

        assertThat(watchdog.look(health(0, PROGRESS, "broker unreachable"), seconds(60)))
                .hasValue("lag 0, no progress since 2026-05-04T10:00:00Z, broker unreachable");
    }

    @Test
    void patienceDoublesWithEachRestartUpToSixteenfoldUntilTheSourceIsWell() {
        watchdog.look(health(1, PROGRESS, null), seconds(0));
        long now = 0;
        for (long patience : new long[] {60, 120, 240, 480, 960, 960}) {
            assertThat(watchdog.look(health(1, PROGRESS, null), seconds(now + patience - 1)))
                    .isEmpty();
            now += patience;
            assertThat(watchdog.look(health(1, PROGRESS, null), seconds(now))).isPresent();
        }

        watchdog.look(health(0, PROGRESS, null), seconds(now + 1));
        assertThat(watchdog.look(health(1, PROGRESS, null), seconds(now + 960))).isEmpty();
        watchdog.look(health(0, PROGRESS, null), seconds(now + 960));
        assertThat(watchdog.look(health(1, PROGRESS, null), seconds(now + 1020)))
                .isPresent();
    }

    private static SourceHealth health(long lag, Instant progress, String problem) {
        return new SourceHealth(Map.of("0", lag), progress, problem, false);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
