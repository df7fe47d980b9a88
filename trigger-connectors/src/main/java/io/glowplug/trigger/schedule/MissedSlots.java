// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

/** What becomes of slots that could not be fired when they were due. */
enum MissedSlots {
    /** All are fired, the newest ones up to the cap. */
    ALL,
    /** The newest one is fired. */
    LAST,
    /** None is fired. */
    NONE
}
