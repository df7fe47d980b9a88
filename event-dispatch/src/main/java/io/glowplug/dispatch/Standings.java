// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Answers "why is it not running?". It costs a few queries and is for people, not for every event. */
public interface Standings {

    /** Empty for an invocation that is unknown or past its retention. */
    Optional<Answer> ofInvocation(UUID invocationId);

    /** Of each invocation that the event led to, in the order in which they were made; empty if it is unknown. */
    List<Answer> ofEvent(UUID eventId);

    /** One invocation and how it stands. */
    record Answer(InvocationSummary invocation, Standing standing) {}
}
