// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;

/** The Runtime API of a process of which it may become known later for which function it is. */
public interface FunctionApi extends RuntimeChannel {

    /**
     * Says so. To be called before the function's code runs; external extensions cannot come with it, since they are
     * started with the process.
     */
    void belongTo(FunctionFacts function);
}
