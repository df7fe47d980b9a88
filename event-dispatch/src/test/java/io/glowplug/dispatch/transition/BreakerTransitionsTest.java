// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.CircuitBreakerSettings;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BreakerTransitionsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CircuitBreakerSettings SETTINGS = new CircuitBreakerSettings(3, 60, 200);
    private static final UUID PROBE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void itOpensAfterSoManyFailuresInARowAndASuccessBetweenThemStartsAnew() {
        Breaker twice = fail(fail(Breaker.CLOSED, OTHER), OTHER);
        assertThat(twice.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(succeed(twice)).isEqualTo(Breaker.CLOSED);

        assertThat(fail(twice, OTHER)).isEqualTo(new Breaker(Breaker.State.OPEN, 3, 1, NOW, NOW.plusSeconds(60), null));
    }

    @Test
    void aProbeThatFailsOpensItAgainForTwiceAsLongUpToABound() {
        Breaker open = fail(fail(fail(Breaker.CLOSED, OTHER), OTHER), OTHER);
        Breaker second = fail(probing(open), PROBE);
        Breaker third = fail(probing(second), PROBE);

        assertThat(second.probeAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(third.probeAt()).isEqualTo(NOW.plusSeconds(200));
        assertThat(third.openSince()).isEqualTo(NOW);
        assertThat(third.openings()).isEqualTo(3);
    }

    @Test
    void whileItIsNotClosedOnlyTheProbeCounts() {
        Breaker open = fail(fail(fail(Breaker.CLOSED, OTHER), OTHER), OTHER);

        assertThat(fail(open, OTHER)).isSameAs(open);
        assertThat(fail(probing(open), OTHER)).isEqualTo(probing(open));
        assertThat(succeed(open)).isEqualTo(Breaker.CLOSED);
        assertThat(succeed(probing(open))).isEqualTo(Breaker.CLOSED);
    }

    private static Breaker probing(Breaker open) {
        return new Breaker(
                Breaker.State.HALF_OPEN, open.failures(), open.openings(), open.openSince(), open.probeAt(), PROBE);
    }

    private static Breaker fail(Breaker breaker, UUID invocation) {
        return BreakerTransitions.after(breaker, invocation, false, SETTINGS, NOW);
    }

    private static Breaker succeed(Breaker breaker) {
        return BreakerTransitions.after(breaker, PROBE, true, SETTINGS, NOW);
    }
}
