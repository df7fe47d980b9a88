// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.registry.Violations;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a node dispatches. What users decide (retries, ages, time-outs) is data of functions and triggers.
 *
 * @param nodeId name of this node, which no other running node may have. One that outlives restarts lets the node take
 *     back at once what it was running; empty (the default) draws a new one at each start
 * @param maxConcurrentAttempts attempts of asynchronous invocations that this node makes at the same time, 1 to
 *     100,000; 256 by default
 * @param lease time after which the invocations of a node that has vanished run elsewhere, at least 1 s; 15 s by
 *     default
 * @param poll how often a node looks for due invocations when nothing tells it to; 1 s by default
 * @param drain how long a stopping node waits for what it is running; 20 s by default
 * @param asyncPatience how long an attempt waits for an execution environment before it counts as throttled; 10 s by
 *     default
 * @param syncPatience how long a synchronous call waits for one before it is answered "throttled"; 1 s by default
 * @param idempotencyKeyLife how long an idempotency key is remembered; 24 h by default
 * @param idempotencyAnswerLimit size up to which the answer of a synchronous call is kept for those who repeat it, at
 *     most 6 MB; 1 MB by default
 */
@ConfigurationProperties("glowplug.dispatch")
public record DispatchProperties(
        @DefaultValue("") String nodeId,
        @DefaultValue("256") int maxConcurrentAttempts,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("20s") Duration drain,
        @DefaultValue("10s") Duration asyncPatience,
        @DefaultValue("1s") Duration syncPatience,
        @DefaultValue("24h") Duration idempotencyKeyLife,
        @DefaultValue("1MB") DataSize idempotencyAnswerLimit) {

    public DispatchProperties {
        Violations.of()
                .range("glowplug.dispatch.max-concurrent-attempts", maxConcurrentAttempts, 1, 100_000)
                .check(lease.toMillis() >= 1000, "glowplug.dispatch.lease", "must be at least 1 s")
                .check(poll.toMillis() >= 10, "glowplug.dispatch.poll", "must be at least 10 ms")
                .check(!drain.isNegative(), "glowplug.dispatch.drain", "must not be negative")
                .check(!asyncPatience.isNegative(), "glowplug.dispatch.async-patience", "must not be negative")
                .check(!syncPatience.isNegative(), "glowplug.dispatch.sync-patience", "must not be negative")
                .check(
                        idempotencyKeyLife.toSeconds() >= 1,
                        "glowplug.dispatch.idempotency-key-life",
                        "must be at least 1 s")
                .range(
                        "glowplug.dispatch.idempotency-answer-limit",
                        idempotencyAnswerLimit.toBytes(),
                        0,
                        Payload.MAX_SYNC_BYTES)
                .refuseIfAny();
    }
}
