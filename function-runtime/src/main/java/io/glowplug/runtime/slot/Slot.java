// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import io.glowplug.runtime.channel.WaitingChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A sandboxed process that has connected and waits for its function.
 *
 * @param code mount point on this host at which the process will find the function's code
 * @param layers the same for the merged content of its layers
 */
public record Slot(SlotKind kind, LaunchedProcess launched, WaitingChannel channel, Path code, Path layers) {

    boolean isAlive() {
        return !launched.process().exit().isDone();
    }

    /** Ends it; completes once it is gone and what it held was given back. */
    public CompletableFuture<Void> discard() {
        launched.kill();
        return launched.process().exit().thenRunAsync(launched::release, Thread::startVirtualThread);
    }
}
