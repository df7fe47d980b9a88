// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.registry.RetryPolicy;
import jakarta.persistence.Embeddable;

@Embeddable
record RetryColumns(int maxRetries, int minBackoffSeconds, int maxBackoffSeconds, int maxEventAgeSeconds) {

    static RetryColumns of(RetryPolicy policy) {
        return new RetryColumns(
                policy.maxRetries(),
                policy.minBackoffSeconds(),
                policy.maxBackoffSeconds(),
                policy.maxEventAgeSeconds());
    }

    RetryPolicy toPolicy() {
        return new RetryPolicy(maxRetries, minBackoffSeconds, maxBackoffSeconds, maxEventAgeSeconds);
    }
}
