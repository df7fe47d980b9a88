// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * Whether this node is the one that does the chores for all. When it dies, another one is within seconds. For a moment
 * two may believe they are (a process that was frozen): what they do has to be harmless when done twice.
 */
public interface Leadership {

    /** Answered from memory, by this machine's monotonic clock: it turns false in time without the database's help. */
    boolean isLeader();
}
