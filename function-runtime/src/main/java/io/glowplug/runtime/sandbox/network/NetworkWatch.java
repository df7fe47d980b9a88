// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

/** Is told what a function tried to reach in vain. Called on any thread, as often as the function tries. */
public interface NetworkWatch {

    /**
     * Takes note of one attempt.
     *
     * @param destination address and port, or the name that was to be resolved
     * @param reason why it was refused, to be read after "because it"
     */
    void refused(String destination, String reason);
}
