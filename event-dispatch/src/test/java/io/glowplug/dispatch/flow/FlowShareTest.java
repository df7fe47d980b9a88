// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.flow.FlowShare.Share;
import io.glowplug.dispatch.flow.FlowShare.Shares;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.ConcurrencyLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowShareTest {

    private static final FlowControl TWO_AT_ONCE = new FlowControl(null, new ConcurrencyLimit(2, "k"));

    private static FlowLane lane(String rate, String concurrency, int waiting, int cutOff, int running) {
        return new FlowLane(new FlowKeys(rate, concurrency), waiting, cutOff, running);
    }

    private static List<Integer> totals(Shares shares) {
        return shares.shares().stream().map(Share::total).toList();
    }

    @Test
    void aKeyWithMuchLeavesRoomForTheOthers() {
        Shares shares = FlowShare.of(
                List.of(lane("-", "=a", 100, 0, 0), lane("-", "=b", 1, 0, 0), lane("-", "=c", 100, 0, 1)),
                TWO_AT_ONCE,
                Map.of(),
                10);

        assertThat(totals(shares)).containsExactly(2, 1, 1);
        assertThat(shares.heldByConcurrency()).isTrue();
        assertThat(shares.outOfRoom()).isFalse();
    }

    @Test
    void lanesOfOneKeyShareItsLimit() {
        Shares shares = FlowShare.of(
                List.of(lane("=x", "=a", 5, 0, 1), lane("=y", "=a", 5, 0, 1)),
                TWO_AT_ONCE,
                Map.of("=x", 9, "=y", 9),
                10);

        assertThat(totals(shares)).containsExactly(1);
    }

    @Test
    void whatWasCutOffStillHasItsPlaceButTakesItsShareOfTheRate() {
        Shares full = FlowShare.of(List.of(lane("=x", "=a", 5, 2, 2)), TWO_AT_ONCE, Map.of("=x", 9), 10);
        assertThat(full.shares()).singleElement().satisfies(share -> {
            assertThat(share.cutOff()).isEqualTo(2);
            assertThat(share.waiting()).isZero();
        });

        Shares slow = FlowShare.of(List.of(lane("=x", "=a", 5, 2, 2)), TWO_AT_ONCE, Map.of("=x", 1), 10);
        assertThat(totals(slow)).containsExactly(1);
    }

    @Test
    void aRateIsSharedOneByOneAndTheNodesRoomIsTheEnd() {
        List<FlowLane> lanes = List.of(lane("=x", "-", 50, 0, 0), lane("=y", "-", 50, 0, 0), lane("=z", "-", 50, 0, 0));
        FlowControl rate = new FlowControl(new FlowControl.RateLimit(10, 1, "k"), null);

        assertThat(totals(FlowShare.of(lanes, rate, Map.of("=x", 10, "=y", 0, "=z", 3), 100)))
                .containsExactly(10, 3);
        Shares short1 = FlowShare.of(lanes, rate, Map.of("=x", 10, "=y", 10, "=z", 10), 2);
        assertThat(totals(short1)).containsExactly(1, 1);
        assertThat(short1.outOfRoom()).isTrue();
    }
}
