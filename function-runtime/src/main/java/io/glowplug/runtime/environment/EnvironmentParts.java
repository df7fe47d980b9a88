// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.log.SecretMask;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;

/**
 * What an environment consists of; given back in one go once its process has ended.
 *
 * @param mask hides the function's secrets in what others get to see
 * @param events tells its extensions
 */
record EnvironmentParts(CodeLeases code, LaunchedProcess launched, SecretMask mask, PlatformEvents events) {

    RuntimeChannel channel() {
        return launched.channel();
    }

    ControlGroup group() {
        return launched.group();
    }

    OutputCapture output() {
        return launched.output();
    }

    FunctionProcess process() {
        return launched.process();
    }

    /** Gives everything back, whatever fails on the way. */
    void release() {
        launched.release();
        code.close();
    }
}
