// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/**
 * How fast the events of a function are run, over all nodes; data of a function. What is held back waits and spends
 * nothing but age. Synchronous calls are not held back by it.
 *
 * @param rateLimit how many attempts may begin in a time, or null for any number
 * @param concurrency how many may run at once, or null for any number
 */
public record FlowControl(
        @Nullable RateLimit rateLimit, @Nullable ConcurrencyLimit concurrency) {

    /** Holds nothing back. */
    public static final FlowControl NONE = new FlowControl(null, null);

    public static final int LARGEST_LIMIT = 100_000;
    private static final int LONGEST_SECONDS = 86_400;

    /** Says whether it holds anything back. */
    public boolean limits() {
        return rateLimit != null || concurrency != null;
    }

    /**
     * At most that many attempts begin in any span of that length, retries among them.
     *
     * @param events 1 to 100,000
     * @param perSeconds 1 to 86,400
     * @param key JMESPath on the payload: events with different results are limited apart from each other. Null for
     *     one limit for all
     */
    public record RateLimit(
            int events, int perSeconds, @Nullable String key) {

        public RateLimit {
            Violations.of()
                    .range("events", events, 1, LARGEST_LIMIT)
                    .range("perSeconds", perSeconds, 1, LONGEST_SECONDS)
                    .refuseIfAny();
        }
    }

    /**
     * At most that many run at once.
     *
     * @param limit 1 to 100,000
     * @param key as for a rate limit
     */
    public record ConcurrencyLimit(int limit, @Nullable String key) {

        public ConcurrencyLimit {
            Violations.of().range("limit", limit, 1, LARGEST_LIMIT).refuseIfAny();
        }
    }
}
