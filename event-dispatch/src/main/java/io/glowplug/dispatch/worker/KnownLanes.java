// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.store.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where the last lease found something, so that the next one need not walk through the whole index: until it is tidied
 * up, the index holds an entry for each row that has ended, and under load those are most of it.
 *
 * <p>Only a walk finds everything: other lanes, and rows that were committed late with an earlier time. So walks go on
 * however much is known, as often as they take no more than a twentieth of the time.
 */
final class KnownLanes {

    private static final int SHARE = 20;

    private final long longestPauseNanos;
    private List<Lane> lanes = List.of();
    private long nextWalk = System.nanoTime();

    /** Makes an empty one. However long a walk takes, the next one follows after that time. */
    KnownLanes(Duration longestPause) {
        this.longestPauseNanos = longestPause.toNanos();
    }

    /** Says whether the whole index is to be walked now. */
    boolean walkIsDue() {
        return nanosUntilWalk() <= 0;
    }

    /** The lanes of functions that may be given something; empty also while none is known. */
    List<Lane> withRoom(Predicate<String> hasRoom) {
        return lanes.stream().filter(lane -> hasRoom.test(lane.functionName())).toList();
    }

    /** How long to wait before looking at all: while a walk must wait, and no lane is known. */
    long nanosToWait() {
        return lanes.isEmpty() ? Math.max(0, nanosUntilWalk()) : 0;
    }

    /** Notes what was found. A lane that had nothing although there was room for it is forgotten. */
    void looked(List<Lane> found, Predicate<String> hadRoom) {
        List<Lane> known = new ArrayList<>(found);
        for (Lane lane : lanes) {
            if (!hadRoom.test(lane.functionName())) {
                known.add(lane);
            }
        }
        lanes = known;
    }

    /** Notes that a walk that began at that {@link System#nanoTime} is done. */
    void walked(long began) {
        long end = System.nanoTime();
        nextWalk = end + Math.min((end - began) * SHARE, longestPauseNanos);
    }

    private long nanosUntilWalk() {
        return nextWalk - System.nanoTime();
    }
}
