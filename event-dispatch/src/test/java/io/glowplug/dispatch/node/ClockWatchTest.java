// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.fixture.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final ClockWatch watch = new ClockWatch(clock, Duration.ofSeconds(2));

    @Test
    void aClockThatIsOffIsFoundOutAndCorrectedUntilItIsRightAgain() {
        look(Duration.ZERO);
        assertThat(watch.offset()).isLessThan(Duration.ofSeconds(1));
        assertThat(watch.beyondLimit()).isEmpty();
        assertThat(watch.time().instant()).isEqualTo(clock.instant());

        look(Duration.ofHours(1));
        assertThat(watch.beyondLimit()).isPresent();
        assertThat(watch.time().instant()).isBetween(NOW.minusSeconds(3_601), NOW.minusSeconds(3_599));

        look(Duration.ofMillis(1_900));
        assertThat(watch.beyondLimit()).as("still near the limit").isPresent();

        look(Duration.ofSeconds(1));
        assertThat(watch.beyondLimit()).isEmpty();
        assertThat(watch.time().instant()).isEqualTo(clock.instant());
    }

    @Test
    void aClockThatIsBehindIsOffAsMuchAsOneThatIsAhead() {
        look(Duration.ofSeconds(-5));

        assertThat(watch.beyondLimit())
                .hasValueSatisfying(
                        ahead -> assertThat(ahead).isBetween(Duration.ofMillis(-5_500), Duration.ofMillis(-4_500)));
        assertThat(ClockWatch.inWords(Duration.ofSeconds(-5))).isEqualTo("5000 ms behind");
    }

    @Test
    void aLongRoundTripConvictsNobody() throws InterruptedException {
        ClockWatch strict = new ClockWatch(clock, Duration.ofMillis(100));
        ClockWatch.Look slow = strict.look();
        Thread.sleep(Duration.ofMillis(300)); // the round trip itself is what is tested
        slow.answered(NOW);

        assertThat(strict.beyondLimit()).isEmpty();
    }

    private void look(Duration ahead) {
        watch.look().answered(clock.instant().minus(ahead));
    }
}
