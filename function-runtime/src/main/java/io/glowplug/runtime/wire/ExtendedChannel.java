// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wire;

import io.glowplug.runtime.channel.Companions;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.runtimeapi.ExtensionApi;

/** Two wires of one environment: frames for the runtime, the Extensions API for all others. */
final class ExtendedChannel implements RuntimeChannel {

    private final RuntimeChannel runtime;
    private final ExtensionApi extensions;

    ExtendedChannel(RuntimeChannel runtime, ExtensionApi extensions) {
        this.runtime = runtime;
        this.extensions = extensions;
    }

    @Override
    public Init awaitInit() {
        return extensions.afterRuntime(runtime.awaitInit());
    }

    @Override
    public Reply invoke(Handover handover) {
        extensions.announce(handover);
        return runtime.invoke(handover);
    }

    @Override
    public Companions companions() {
        return extensions.companions();
    }

    @Override
    public void runtimeEnded() {
        runtime.processEnded();
    }

    @Override
    public void abandonRuntime() {
        runtime.close();
    }

    @Override
    public void processEnded() {
        runtime.processEnded();
        extensions.processEnded();
    }

    @Override
    public void close() {
        runtime.close();
        extensions.close();
    }
}
