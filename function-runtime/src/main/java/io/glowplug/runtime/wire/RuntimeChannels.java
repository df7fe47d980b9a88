// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wire;

import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.runtimeapi.RuntimeApiServer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens the wire to a process that is about to start. Both methods listen on a new unix socket at the given path (at
 * most 107 bytes long) that only this user may connect to; in a sandbox, whoever this user is mapped to.
 */
public final class RuntimeChannels implements AutoCloseable {

    private final RuntimeApiServer runtimeApi = new RuntimeApiServer();

    /** For a process that runs one of our bootstraps; it finds the path in {@code GLOWPLUG_CHANNEL}. */
    public FramedChannel openFramed(Path socket) throws IOException {
        return FramedChannel.open(socket);
    }

    /** For a process that speaks the Runtime API, most often through {@code glowplug-init forward}. */
    public RuntimeChannel openRuntimeApi(Path socket) throws IOException {
        return runtimeApi.open(socket);
    }

    /** Ends what the channels share; the channels themselves are closed by their owners before. */
    @Override
    public void close() {
        runtimeApi.close();
    }
}
