// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as its last heartbeat described it.
 *
 * @param id the name that its leases carry
 * @param name its configured name, else its host's
 * @param address where it is reached, or null where it serves no API
 * @param state {@code active}, {@code cordoned}, {@code draining}, {@code drained}, or {@code gone}: it left, or its
 *     heart has not beaten for too long
 * @param ordered what people want of it; it follows within a heartbeat
 * @param heartbeatAt by the database's clock
 * @param heartbeatAge by the database's clock
 * @param runtimes identifiers of the runtimes that it serves
 * @param networks the kinds of network access that it can give, in lower case
 * @param capacity asynchronous attempts that it makes at once at most
 * @param inFlight invocations and deliveries that it held at its last heartbeat
 * @param triggers triggers that it holds now
 * @param clockOffset how far its clock is ahead of the database's (negative: behind), or null before the first look
 * @param leader whether it does the chores for all
 * @param problem why it is held back although nobody ordered so, or null
 */
public record NodeStatus(
        String id,
        String name,
        @Nullable String address,
        String version,
        String state,
        NodeOrder ordered,
        Instant startedAt,
        Instant heartbeatAt,
        Duration heartbeatAge,
        List<String> runtimes,
        List<String> networks,
        int capacity,
        int inFlight,
        int triggers,
        @Nullable Duration clockOffset,
        boolean leader,
        @Nullable String problem) {

    public static final String ACTIVE = "active";
    public static final String DRAINED = "drained";
    public static final String GONE = "gone";
}
