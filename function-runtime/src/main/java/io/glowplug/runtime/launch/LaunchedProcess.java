// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.launch;

import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A process and what it holds.
 *
 * @param id name of the environment that it is, or will be
 * @param directory private to it, on this host
 * @param channel the wire to it
 * @param attached what serves it from outside its sandbox
 */
public record LaunchedProcess(
        String id,
        Path directory,
        RuntimeChannel channel,
        ControlGroup group,
        OutputCapture output,
        FunctionProcess process,
        Closeable attached) {

    private static final Logger log = LoggerFactory.getLogger(LaunchedProcess.class);

    /** Ends it with all it started. */
    public void kill() {
        try {
            group.kill();
        } catch (IOException e) {
            log.warn("The processes of environment {} could not be killed as a group", id, e);
        }
        process.kill();
    }

    /** Gives everything back, whatever fails on the way. To be called once the process has ended. */
    public void release() {
        attempt("control group", group::remove);
        attempt("network", attached::close);
        attempt("output", output::close);
        attempt("channel", channel::close);
        attempt("directory", () -> FileSystemUtils.deleteRecursively(directory));
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.error("The {} of environment {} could not be given back", what, id, e);
        }
    }
}
