// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant MACHINE = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant DATABASE = MACHINE.plusSeconds(90);

    private final AtomicLong timer = new AtomicLong(-7);
    private final DatabaseClock clock = new DatabaseClock(InstantSource.fixed(MACHINE), timer::get);

    private void pass(Duration time) {
        timer.addAndGet(time.toNanos());
    }

    /** Tells the clock the database's time in an answer that took so long. */
    private void hear(Instant database, Duration took) {
        clock.heard(database, timer.get(), timer.get() + took.toNanos());
        pass(took);
    }

    @Test
    void isTheMachinesTimeUntilTheDatabaseIsHeardAndRunsByTheTimer() {
        assertThat(clock.instant()).isEqualTo(MACHINE);
        pass(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(MACHINE.plusSeconds(3));
    }

    @Test
    void isTheDatabasesTimeFromThenOn() {
        hear(DATABASE, Duration.ofMillis(4));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(2));
        pass(Duration.ofSeconds(60));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(2).plusSeconds(60));
    }

    @Test
    void followsTheDatabaseForwardAndBack() {
        hear(DATABASE, Duration.ZERO);
        hear(DATABASE.plusSeconds(10), Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(10));
        hear(DATABASE.minusSeconds(10), Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(DATABASE.minusSeconds(10));
    }

    @Test
    void aSlowAnswerMovesNothingUnlessItCannotBeThePresentTime() {
        hear(DATABASE, Duration.ZERO);
        hear(DATABASE.plusSeconds(2), Duration.ofSeconds(4));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(4));
        hear(DATABASE.plusSeconds(1), Duration.ofSeconds(6));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(1 + 3));
    }

    @Test
    void ticksInMicroseconds() {
        hear(DATABASE.plusNanos(1_234_567), Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(DATABASE.plusNanos(1_234_000));
    }
}
