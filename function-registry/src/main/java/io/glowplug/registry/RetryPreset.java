// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** Retry policies that are known by a name. They fill in the numbers when a policy is written; only those are kept. */
public enum RetryPreset {
    /** AWS Lambda's asynchronous invocation: two retries, after one and two minutes, for at most six hours. */
    LAMBDA,
    /** Ten retries, the first after a second, then twice as long each time up to a minute, for at most a day. */
    AGGRESSIVE,
    /** One attempt. Throttles and faults of the platform still only delay it. */
    NONE;

    public RetryPolicy policy() {
        return switch (this) {
            case LAMBDA -> RetryPolicy.DEFAULT;
            case AGGRESSIVE -> new RetryPolicy(10, 1, 60, 86_400);
            case NONE -> new RetryPolicy(0, 0, 0, 21_600);
        };
    }
}
