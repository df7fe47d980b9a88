// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Duration;

/**
 * Something that one node does for all, at intervals. Every bean of this type is found: it runs on the leader, soon after
 * the start or a change of leaders, and then {@code every} so often after its last end. One that fails is said in the log
 * and tried again within a minute. It has to be harmless when done twice at once.
 *
 * @param name as the log says it, such as {@code retention}
 * @param laidDown called once when this node stops being the leader
 */
public record Chore(String name, Duration every, Runnable work, Runnable laidDown) {

    public Chore(String name, Duration every, Runnable work) {
        this(name, every, work, () -> {});
    }
}
