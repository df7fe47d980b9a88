// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import java.io.IOException;
import java.util.Map;

/** The wire to a process that is started before it is known for which function. */
public interface WaitingChannel extends RuntimeChannel {

    /**
     * Waits until the process is able to load a function.
     *
     * @throws IOException if it ended before, or the channel was closed
     */
    void awaitConnection() throws IOException;

    /**
     * Has the process become that function's. Its code is in place by now. To be called once, after {@link
     * #awaitConnection} and before {@link #awaitInit}; if the process has ended meanwhile, it is there that this is seen.
     *
     * @param variables all that the function is to find
     */
    void load(FunctionFacts function, Map<String, String> variables);
}
