// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

/**
 * What an invocation has used up. Attempts that appear in neither count, throttled ones for example, spent only time.
 *
 * @param functionFailures attempts in which the function's code failed or ran out of time
 * @param lostLeases attempts during which the node vanished
 */
public record Budget(int functionFailures, int lostLeases) {

    /** An invocation that takes its node down with it each time has to end somewhere. */
    public static final int MAX_LOST_LEASES = 5;

    public static final Budget UNSPENT = new Budget(0, 0);

    /** The same for records that have not failed yet. */
    Budget withoutFailures() {
        return new Budget(0, lostLeases);
    }

    Budget plusFunctionFailure() {
        return new Budget(functionFailures + 1, lostLeases);
    }

    boolean leaseLostTooOften() {
        return lostLeases >= MAX_LOST_LEASES;
    }

    /** How many of the attempts so far spent nothing; {@code attempt} counts the one that has just ended. */
    int freeAttempts(int attempt) {
        return Math.max(0, attempt - functionFailures - lostLeases);
    }
}
