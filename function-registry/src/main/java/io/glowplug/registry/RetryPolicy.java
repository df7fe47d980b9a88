// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/**
 * How often and for how long an invocation is tried again; data of a function (for its asynchronous invocations) or
 * of a trigger (for its events).
 *
 * <p>Only attempts in which the handler was entered count as retries; throttles and faults of the platform spend
 * nothing but age. Defaults are Lambda's: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 *
 * @param maxRetries tries after the first one, 0 to 185
 * @param minBackoffSeconds wait before the first retry, doubled for each further one, 0 to 43,200
 * @param maxBackoffSeconds upper bound of that wait, at least {@code minBackoffSeconds}, at most 43,200
 * @param maxEventAgeSeconds after this time since acceptance nothing is tried any more, 1 to 604,800
 */
public record RetryPolicy(int maxRetries, int minBackoffSeconds, int maxBackoffSeconds, int maxEventAgeSeconds) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(2, 60, 300, 21_600);

    public RetryPolicy {
        Violations.of()
                .range("maxRetries", maxRetries, 0, 185)
                .range("minBackoffSeconds", minBackoffSeconds, 0, 43_200)
                .range("maxBackoffSeconds", maxBackoffSeconds, minBackoffSeconds, 43_200)
                .range("maxEventAgeSeconds", maxEventAgeSeconds, 1, 604_800)
                .refuseIfAny();
    }
}
