// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FlowControl.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateWindowTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.000007Z");

    @Test
    void noSpanOfTheWindowsLengthHoldsMoreThanTheLimitAndLittleOfItIsWasted() {
        Random random = new Random(7);
        RateLimit limit = new RateLimit(50, 2, null);
        RateWindow window = RateWindow.EMPTY;
        List<Instant> begun = new ArrayList<>();
        Instant now = START;
        while (now.isBefore(START.plusSeconds(60))) {
            int count = Math.min(window.free(limit, now), 1 + random.nextInt(30));
            if (count > 0) {
                window = window.after(count, limit, now);
                for (int each = 0; each < count; each++) {
                    begun.add(now);
                }
            }
            now = now.plusMillis(random.nextInt(40));
        }

        for (int first = 0; first + 50 < begun.size(); first++) {
            assertThat(Duration.between(begun.get(first), begun.get(first + 50)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
        assertThat(begun.size()).isBetween(1_350, 1_550);
        assertThat(window.begun()).hasSizeLessThanOrEqualTo(66);
    }

    @Test
    void saysWhenTheNextOneMayBegin() {
        RateLimit limit = new RateLimit(2, 10, null);
        RateWindow window = RateWindow.EMPTY.after(1, limit, START);
        assertThat(window.nextFree(limit, START)).isNull();

        window = window.after(1, limit, START.plusSeconds(3));
        Instant next = window.nextFree(limit, START.plusSeconds(4));

        assertThat(next).isBetween(START.plusSeconds(10), START.plusMillis(10_200));
        assertThat(window.free(limit, next.minusMillis(1))).isZero();
        assertThat(window.free(limit, next)).isEqualTo(1);
        assertThat(window.expiry(limit)).isBetween(START.plusSeconds(13), START.plusMillis(13_200));
    }

    @Test
    void aLowerLimitThatIsSetLaterHoldsForWhatBeganBefore() {
        RateWindow window = RateWindow.EMPTY.after(5, new RateLimit(5, 10, null), START);
        RateLimit lower = new RateLimit(2, 10, null);

        assertThat(window.free(lower, START.plusSeconds(1))).isZero();
        assertThat(window.nextFree(lower, START.plusSeconds(1))).isAfterOrEqualTo(START.plusSeconds(10));
    }
}
