// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.pool.ScaleOut.Demand;
import org.junit.jupiter.api.Test;

class ScaleOutTest {

    private static final int PROCESSORS = 2;
    private static final long MILLI = 1_000_000;
    private static final long COLD_START = 100 * MILLI;

    @Test
    void nobodyWaitsNothingStarts() {
        assertThat(starts(new Demand(0, 0, 0, MILLI, COLD_START, 0, 0))).isZero();
    }

    @Test
    void theFirstCallStartsTheFirstEnvironment() {
        assertThat(starts(new Demand(1, 0, 0, MILLI, COLD_START, 0, 0))).isEqualTo(1);
        assertThat(starts(new Demand(1, 0, 1, MILLI, COLD_START, 0, 0))).isZero();
    }

    @Test
    void aBurstOfQuickCallsSharesOneEnvironment() {
        assertThat(starts(new Demand(64, 0, 0, MILLI / 10, COLD_START, 0, 0))).isEqualTo(1);
        assertThat(starts(new Demand(63, 1, 0, MILLI / 10, COLD_START, 0, 0))).isZero();
    }

    @Test
    void slowCallsGetAnEnvironmentEachAFewAtATime() {
        assertThat(starts(new Demand(3, 0, 0, 1_000 * MILLI, COLD_START, 0, 0))).isEqualTo(3);
        assertThat(starts(new Demand(60, 4, 0, 1_000 * MILLI, COLD_START, 0, 0)))
                .isEqualTo(4);
        assertThat(starts(new Demand(60, 4, 4, 1_000 * MILLI, COLD_START, 0, 0)))
                .isZero();
    }

    @Test
    void busyEnvironmentsCountWhenTheyComeFreeSoonerThanAnotherOneStarts() {
        assertThat(starts(new Demand(20, 2, 0, 10 * MILLI, COLD_START, 0, 0))).isZero();
        assertThat(starts(new Demand(40, 2, 0, 10 * MILLI, COLD_START, 0, 0))).isEqualTo(2);
    }

    @Test
    void lastingWorkIsGivenTwoEnvironmentsPerProcessor() {
        assertThat(starts(new Demand(15, 1, 0, MILLI / 20, COLD_START, COLD_START, 20_000)))
                .isEqualTo(3);
        assertThat(starts(new Demand(12, 4, 0, MILLI / 20, COLD_START, COLD_START, 20_000)))
                .isZero();
    }

    @Test
    void aLastingQueueThatMovesQuicklyGetsNoMoreHoweverLongItsRunsTake() {
        assertThat(starts(new Demand(60, 4, 0, 4 * MILLI, COLD_START, COLD_START, 20_000)))
                .isZero();
    }

    @Test
    void aLastingQueueThatMovesSlowlyGetsMore() {
        assertThat(starts(new Demand(60, 4, 0, 5 * MILLI, COLD_START, COLD_START, 800)))
                .isEqualTo(4);
        assertThat(starts(new Demand(3, 8, 0, 5 * MILLI, COLD_START, COLD_START, 1_600)))
                .isZero();
    }

    @Test
    void aSaturatedMachineStartsNoMoreForAShortWait() {
        var saturated = new ScaleOut.Machine(PROCESSORS, true);
        Demand quickly = new Demand(60, 4, 0, 5 * MILLI, COLD_START, COLD_START, 800);
        Demand slowly = new Demand(60, 4, 0, 5 * MILLI, COLD_START, COLD_START, 40);

        assertThat(ScaleOut.environmentsToStart(quickly, saturated)).isZero();
        assertThat(ScaleOut.environmentsToStart(slowly, saturated)).isEqualTo(4);
    }

    @Test
    void onASaturatedMachineAFewRunAtATimeWhileTheQueueMovesQuickly() {
        var saturated = new ScaleOut.Machine(PROCESSORS, true);

        assertThat(ScaleOut.oneTooMany(100, 2 * PROCESSORS, 5_000, saturated)).isTrue();
        assertThat(ScaleOut.oneTooMany(100, 2 * PROCESSORS - 1, 5_000, saturated))
                .isFalse();
        assertThat(ScaleOut.oneTooMany(100, 2 * PROCESSORS, 100, saturated)).isFalse();
        assertThat(ScaleOut.oneTooMany(100, 2 * PROCESSORS, 5_000, new ScaleOut.Machine(PROCESSORS, false)))
                .isFalse();
    }

    private static int starts(Demand demand) {
        return ScaleOut.environmentsToStart(demand, new ScaleOut.Machine(PROCESSORS, false));
    }
}
