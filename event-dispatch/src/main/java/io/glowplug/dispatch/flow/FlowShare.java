// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.ConcurrencyLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares what may begin among the lanes of a function: one for each in turn, until nothing is left, so that no key
 * waits because another one has much.
 */
public final class FlowShare {

    private final Map<String, Integer> rates;
    private final Map<String, Integer> places = new HashMap<>();
    private boolean heldByConcurrency;
    private boolean outOfRoom;

    private FlowShare(Map<String, Integer> rates) {
        this.rates = new HashMap<>(rates);
    }

    /** What a lane may begin. */
    public record Share(FlowLane lane, int cutOff, int waiting) {

        public int total() {
            return cutOff + waiting;
        }
    }

    /**
     * Who may begin what.
     *
     * @param heldByConcurrency whether something waits for a place that one of its key has
     * @param outOfRoom whether something waits only because the node has no more room
     */
    public record Shares(List<Share> shares, boolean heldByConcurrency, boolean outOfRoom) {}

    /**
     * Shares.
     *
     * @param rates how many may begin of each rate key; what is not named has no limit
     * @param room how many the node can take
     */
    public static Shares of(List<FlowLane> lanes, FlowControl control, Map<String, Integer> rates, int room) {
        FlowShare share = new FlowShare(rates);
        ConcurrencyLimit limit = control.concurrency();
        for (FlowLane lane : lanes) {
            share.places.put(
                    lane.keys().concurrency(),
                    limit == null ? Integer.MAX_VALUE : Math.max(0, limit.limit() - lane.running()));
        }
        return share.inTurns(lanes, room);
    }

    private Shares inTurns(List<FlowLane> lanes, int room) {
        int[] cutOff = new int[lanes.size()];
        int[] waiting = new int[lanes.size()];
        int left = room;
        boolean given = true;
        while (given && left > 0) {
            given = false;
            for (int index = 0; index < lanes.size() && left > 0; index++) {
                FlowLane lane = lanes.get(index);
                if (cutOff[index] < lane.cutOff() && takes(rates, lane.keys().rate())) {
                    cutOff[index]++;
                } else if (waiting[index] < lane.waiting() && mayBegin(lane.keys())) {
                    waiting[index]++;
                } else {
                    continue;
                }
                given = true;
                left--;
            }
        }
        List<Share> shares = new ArrayList<>();
        for (int index = 0; index < lanes.size(); index++) {
            FlowLane lane = lanes.get(index);
            look(lane, cutOff[index], waiting[index]);
            if (cutOff[index] + waiting[index] > 0) {
                shares.add(new Share(lane, cutOff[index], waiting[index]));
            }
        }
        return new Shares(shares, heldByConcurrency, outOfRoom);
    }

    private void look(FlowLane lane, int cutOff, int waiting) {
        boolean rateLeft = rates.getOrDefault(lane.keys().rate(), Integer.MAX_VALUE) > 0;
        boolean placeLeft = places.getOrDefault(lane.keys().concurrency(), Integer.MAX_VALUE) > 0;
        heldByConcurrency |= waiting < lane.waiting() && !placeLeft;
        outOfRoom |= rateLeft && (cutOff < lane.cutOff() || (waiting < lane.waiting() && placeLeft));
    }

    private boolean mayBegin(FlowKeys keys) {
        boolean rateLeft = rates.getOrDefault(keys.rate(), Integer.MAX_VALUE) > 0;
        return rateLeft && takes(places, keys.concurrency()) && takes(rates, keys.rate());
    }

    /** Takes one of what is left; what has no entry has no end. */
    private static boolean takes(Map<String, Integer> left, String key) {
        Integer count = left.get(key);
        if (count == null) {
            return true;
        }
        if (count == 0) {
            return false;
        }
        left.put(key, count - 1);
        return true;
    }
}
