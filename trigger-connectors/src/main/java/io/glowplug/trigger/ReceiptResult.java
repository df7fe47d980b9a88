// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/** What became of a receipt handle that was used. */
public enum ReceiptResult {
    DONE,
    /** The message is no more in the queue: deleted before, expired or purged. For a deletion that is as good as done. */
    GONE,
    /** It was received again meanwhile, given up or, for a change of visibility, is visible: the handle counts no more. */
    STALE,
    /** It is no receipt handle of this queue. */
    UNKNOWN,
    /** It would be hidden for more than twelve hours since it was received. */
    TOO_LONG
}
