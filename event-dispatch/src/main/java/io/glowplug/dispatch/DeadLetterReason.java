// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** Why an invocation ended in the dead-letter queue. */
public enum DeadLetterReason {
    /** The function failed on the first try and on every retry. */
    RETRIES_EXHAUSTED,
    /** The maximum event age passed first. In the ledger this counts as expired. */
    EVENT_AGE_EXCEEDED,
    /** It cannot be run at all: an undecodable record, a function that is gone. */
    REJECTED,
    /** The node died during it again and again. */
    LEASE_LOST_REPEATEDLY,
    /** The function failed with an error that its retry policy does not try again. */
    NOT_RETRIABLE
}
