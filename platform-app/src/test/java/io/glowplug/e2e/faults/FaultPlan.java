// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What goes wrong in a round, and when: drawn from the round's seed, in the order of beginning. */
record FaultPlan(List<Timed> faults) {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int FEWEST = 2;
    private static final int MOST = 4;

    /** A fault, when it begins after the start of the round, and how long it lasts. */
    record Timed(Fault fault, Duration begin, Duration length) {

        Duration end() {
            return begin.plus(length);
        }

        @Override
        public String toString() {
            return "%.1f to %.1f s %s".formatted(begin.toMillis() / 1e3, end().toMillis() / 1e3, fault);
        }
    }

    /**
     * Draws a plan.
     *
     * @param lease how long the nodes' leases last; what is to outlast them is drawn longer
     * @param span the time within which all faults begin
     */
    static FaultPlan draw(Random random, int nodes, Duration lease, Duration span) {
        List<Timed> drawn = new ArrayList<>();
        int count = FEWEST + random.nextInt(MOST - FEWEST + 1);
        while (drawn.size() < count) {
            Fault fault = drawFault(random, nodes);
            Duration begin = FIRST.plus(between(random, Duration.ZERO, span.minus(FIRST)));
            drawn.add(new Timed(fault, begin, lengthOf(fault, lease, random)));
        }
        drawn.sort(Comparator.comparing(Timed::begin));
        return new FaultPlan(List.copyOf(drawn));
    }

    private static Fault drawFault(Random random, int nodes) {
        int node = random.nextInt(nodes);
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> new Fault.KillNode(node);
            case 3, 4 -> new Fault.FreezeNode(node);
            case 5 -> new Fault.KillDatabase();
            case 6 -> new Fault.KillBroker();
            case 7, 8 -> new Fault.KillFunctions(node, 1 + random.nextInt(4));
            case 9 -> new Fault.CutDatabase(node);
            case 10 -> new Fault.StallDatabase(node);
            case 11 -> new Fault.DelayDatabase(node, Duration.ofMillis(20 + random.nextInt(180)));
            case 12 -> random.nextBoolean() ? new Fault.FillDatabaseDisk() : new Fault.FillNodeDisk(node);
            case 13 -> new Fault.ShiftClock(node, Duration.ofSeconds(random.nextInt(-60, 61)));
            case 14 -> new Fault.ExhaustConnections();
            default -> throw new AssertionError();
        };
    }

    private static Duration lengthOf(Fault fault, Duration lease, Random random) {
        return switch (fault) {
            case Fault.FreezeNode _, Fault.StallDatabase _ ->
                between(
                        random,
                        lease.multipliedBy(5).dividedBy(4),
                        lease.multipliedBy(9).dividedBy(4));
            case Fault.KillFunctions _ -> Duration.ZERO;
            case Fault.ShiftClock _ -> between(random, lease, lease.multipliedBy(3));
            case Fault.KillNode _,
                    Fault.KillDatabase _,
                    Fault.KillBroker _,
                    Fault.CutDatabase _,
                    Fault.DelayDatabase _,
                    Fault.FillDatabaseDisk _,
                    Fault.FillNodeDisk _,
                    Fault.ExhaustConnections _ -> between(random, Duration.ofMillis(200), Duration.ofSeconds(5));
        };
    }

    private static Duration between(Random random, Duration from, Duration to) {
        return Duration.ofMillis(random.nextLong(from.toMillis(), to.toMillis() + 1));
    }
}
