// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

/** What becomes of a slot while the run for an earlier one is still open. */
enum Overlap {
    /** It runs beside it. */
    PARALLEL,
    /** It is left out and noted. */
    SKIP,
    /** It runs after it. */
    QUEUE
}
