// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import java.nio.file.Path;

/**
 * An interpreter that has connected and waits for its function.
 *
 * @param code mount point on this host at which the process will find the function's code
 * @param layers the same for the merged content of its layers
 */
public record InterpreterSlot(
        FunctionRuntime runtime, LaunchedProcess launched, FramedChannel channel, Path code, Path layers) {

    boolean isAlive() {
        return !launched.process().exit().isDone();
    }

    /** Ends it; what it holds is given back once it is gone. */
    public void discard() {
        launched.kill();
        var _ = launched.process().exit().thenRunAsync(launched::release, Thread::startVirtualThread);
    }
}
