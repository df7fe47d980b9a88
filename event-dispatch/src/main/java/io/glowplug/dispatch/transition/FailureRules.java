// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.registry.RetryPolicy;

/**
 * What decides about an attempt that failed.
 *
 * @param bisects whether a batch that fails as a whole is split in two
 * @param ordered whether the records behind a failed one must not be run before it
 * @param stopsKey whether the invocation's ordering key stands still after a dead letter
 * @param probes whether the attempt only finds out if the function works again
 */
public record FailureRules(RetryPolicy retry, boolean bisects, boolean ordered, boolean stopsKey, boolean probes) {

    /** Rules for an event that is no batch and in no order. */
    public static FailureRules of(RetryPolicy retry) {
        return new FailureRules(retry, false, false, false, false);
    }
}
