// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.NodeDuty;
import io.glowplug.registry.ServedFunctions;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace();

    @Test
    void countsWhatEndedInATenthOfASecond() {
        for (int ended = 0; ended < 1_000; ended++) {
            pace.ended(MILLI * 1_000 + ended * MILLI / 10);
        }

        assertThat(pace.lately(MILLI * 1_101)).isEqualTo(1_000);
    }

    @Test
    void forgetsWhatEndedBefore() {
        for (int ended = 0; ended < 1_000; ended++) {
            pace.ended(MILLI * 1_000);
        }

        assertThat(pace.lately(MILLI * 1_150)).isEqualTo(1_000);
        assertThat(pace.lately(MILLI * 1_350)).isZero();
    }

    @Test
    void aNodeTakesOnMoreOnlyWhileItsAttemptsEndFast() {
        InFlight inFlight = new InFlight(2_048, NodeDuty.FULL, ServedFunctions.ALL, _ -> false, () -> MILLI);
        inFlight.open();

        assertThat(inFlight.lend(5_000).limit()).isEqualTo(256);
        inFlight.settleLoan(List.of(), true);
        for (int ended = 0; ended < 900; ended++) {
            assertThat(inFlight.reserve("fast")).isTrue();
            inFlight.release("fast");
        }

        assertThat(inFlight.lend(5_000).limit()).isEqualTo(900);
    }

    @Test
    void neverMoreThanConfigured() {
        InFlight inFlight = new InFlight(10, NodeDuty.FULL, ServedFunctions.ALL, _ -> false, () -> MILLI);
        inFlight.open();
        for (int ended = 0; ended < 900; ended++) {
            inFlight.reserve("fast");
            inFlight.release("fast");
        }

        assertThat(inFlight.lend(5_000).limit()).isEqualTo(10);
    }
}
