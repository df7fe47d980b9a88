// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.store.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownLanesTest {

    private static final Lane A = lane("a");
    private static final Lane B = lane("b");

    private final KnownLanes lanes = new KnownLanes(Duration.ofHours(1));

    private static Lane lane(String function) {
        return new Lane(new Lane.Name(function, new UUID(0, 0)), Instant.EPOCH);
    }

    private void walkedForAMinute() {
        lanes.walked(System.nanoTime() - Duration.ofMinutes(1).toNanos());
    }

    @Test
    void beginsWithAWalk() {
        assertThat(lanes.walkIsDue()).isTrue();
        assertThat(lanes.nanosToWait()).isZero();
    }

    @Test
    void theNextWalkWaitsTwentyTimesAsLongAsTheLastOneTookButNotForEver() {
        walkedForAMinute();

        assertThat(lanes.walkIsDue()).isFalse();
        assertThat(lanes.nanosToWait())
                .isBetween(
                        Duration.ofMinutes(19).toNanos(), Duration.ofMinutes(21).toNanos());

        lanes.walked(System.nanoTime() - Duration.ofHours(5).toNanos());

        assertThat(lanes.nanosToWait()).isLessThanOrEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void aKnownLaneIsLookedAtWithoutWaiting() {
        lanes.looked(List.of(A), function -> true);
        walkedForAMinute();

        assertThat(lanes.withRoom(function -> true)).containsExactly(A);
        assertThat(lanes.withRoom(function -> false)).isEmpty();
        assertThat(lanes.nanosToWait()).isZero();
    }

    @Test
    void aLaneThatHadRoomAndNothingIsForgottenOneWithoutRoomIsNot() {
        lanes.looked(List.of(A, B), function -> true);

        lanes.looked(List.of(), function -> function.equals("a"));

        assertThat(lanes.withRoom(function -> true)).containsExactly(B);
    }
}
