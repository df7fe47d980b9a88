// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** What becomes of an ordering key after one of its events went to the dead-letter queue. */
public enum OnDeadLetter {
    /** The next event of the key runs. */
    CONTINUE,
    /** The key stands still until somebody releases it; what is behind waits. */
    STOP
}
