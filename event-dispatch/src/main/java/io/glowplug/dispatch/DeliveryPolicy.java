// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Violations;

/**
 * How often and for how long the delivery of an outcome is tried. Separate from the retries of the function: the
 * function has run, only its outcome is still on its way.
 *
 * @param maxRetries tries after the first one, 0 to 100
 * @param minBackoffSeconds wait before the first retry, doubled for each further one, 0 to 3,600
 * @param maxBackoffSeconds upper bound of that wait, at least {@code minBackoffSeconds}, at most 43,200
 * @param maxAgeSeconds after this time since the outcome nothing is tried any more, 1 to 604,800
 */
public record DeliveryPolicy(int maxRetries, int minBackoffSeconds, int maxBackoffSeconds, int maxAgeSeconds) {

    /** Sixteen tries over about six hours, none after a day. */
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(15, 5, 3_600, 86_400);

    public DeliveryPolicy {
        Violations.of()
                .range("maxRetries", maxRetries, 0, 100)
                .range("minBackoffSeconds", minBackoffSeconds, 0, 3_600)
                .range("maxBackoffSeconds", maxBackoffSeconds, minBackoffSeconds, 43_200)
                .range("maxAgeSeconds", maxAgeSeconds, 1, 604_800)
                .refuseIfAny();
    }
}
