// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.log.SecretMask;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** What an environment holds besides its process; given back in one go once the process has ended. */
record EnvironmentParts(
        CodeLeases code,
        Path directory,
        RuntimeChannel channel,
        ControlGroup group,
        OutputCapture output,
        SecretMask mask) {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentParts.class);

    /** Gives everything back, whatever fails on the way. */
    void release() {
        attempt("control group", group::remove);
        attempt("output", output::close);
        attempt("channel", channel::close);
        attempt("directory", () -> FileSystemUtils.deleteRecursively(directory));
        attempt("code", code::close);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.error("The {} of environment {} could not be given back", what, directory.getFileName(), e);
        }
    }
}
