// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.time.Duration;

/** Something that goes wrong, begins at a moment of the round, and is over after a while. */
sealed interface Fault {

    /** The node's process ends without a word; another one is started in its place when the fault is over. */
    record KillNode(int node) implements Fault {}

    /** The node stands still for longer than its leases and then goes on as if nothing had been. */
    record FreezeNode(int node) implements Fault {}

    /** PostgreSQL and all its processes end without a word. */
    record KillDatabase() implements Fault {}

    record KillBroker() implements Fault {}

    /** Function processes of a node end without a word, that many at most. */
    record KillFunctions(int node, int count) implements Fault {}

    /** The node's connections to PostgreSQL break, and new ones are refused. */
    record CutDatabase(int node) implements Fault {}

    /** Nothing passes between the node and PostgreSQL; then everything does, late. */
    record StallDatabase(int node) implements Fault {}

    /** Every packet between the node and PostgreSQL takes that much longer. */
    record DelayDatabase(int node, Duration by) implements Fault {}

    /** Not a byte more can be written where PostgreSQL keeps its files. */
    record FillDatabaseDisk() implements Fault {}

    /** Not a byte more can be written where the node keeps its files. */
    record FillNodeDisk(int node) implements Fault {}

    /** The node's clock is off by that much, and then right again. */
    record ShiftClock(int node, Duration by) implements Fault {}

    /** PostgreSQL has no connection left for anybody. */
    record ExhaustConnections() implements Fault {}
}
