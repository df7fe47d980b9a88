// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.Companions;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;

/** The part of the wire that extensions speak, for an environment whose runtime speaks something else. */
public interface ExtensionApi extends AutoCloseable {

    Companions companions();

    /** Waits, if the runtime is ready, until the extensions are too; otherwise there is nothing to wait for. */
    Init afterRuntime(Init runtime);

    /** Tells those who want to know of an invocation that it begins. */
    void announce(Handover handover);

    /** The process has ended, with all its children. */
    void processEnded();

    @Override
    void close();
}
