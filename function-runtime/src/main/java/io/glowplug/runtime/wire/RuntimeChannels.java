// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wire;

import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.WaitingChannel;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.runtimeapi.FunctionApi;
import io.glowplug.runtime.runtimeapi.RuntimeApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Opens the wire to a process that is about to start. All methods listen on a new unix socket at the given path (at
 * most 107 bytes long) that only this user may connect to; in a sandbox, whoever this user is mapped to.
 */
public final class RuntimeChannels implements AutoCloseable {

    private final RuntimeApiServer runtimeApi;

    /** @param clock for the times of what extensions are told */
    public RuntimeChannels(InstantSource clock) {
        this.runtimeApi = new RuntimeApiServer(clock);
    }

    /** For a process that runs one of our bootstraps; it finds the path in {@code GLOWPLUG_CHANNEL}. */
    public FramedChannel openFramed(Path socket) throws IOException {
        return FramedChannel.open(socket);
    }

    /** For a process that speaks the Runtime API, most often through {@code glowplug-init forward}. */
    public RuntimeChannel openRuntimeApi(Path socket, FunctionFacts facts) throws IOException {
        return runtimeApi.open(socket, facts);
    }

    /** For one that waits before it speaks the Runtime API, and hears on the second socket for which function. */
    public WaitingChannel openRuntimeApiAhead(Path socket, Path order) throws IOException {
        FunctionApi api = runtimeApi.open(socket, FunctionFacts.NONE_YET);
        try {
            return OrderedChannel.open(api, order);
        } catch (IOException failed) {
            api.close();
            throw failed;
        }
    }

    /**
     * For a process that runs one of our bootstraps and has extensions beside it.
     *
     * @param api where the extensions are served
     */
    public RuntimeChannel openFramedWithExtensions(Path socket, Path api, FunctionFacts facts) throws IOException {
        FramedChannel framed = openFramed(socket);
        framed.load(facts, Map.of()); // its variables are set before it starts
        try {
            return new ExtendedChannel(framed, runtimeApi.openForExtensions(api, facts));
        } catch (IOException failed) {
            framed.close();
            throw failed;
        }
    }

    /** Ends what the channels share; the channels themselves are closed by their owners before. */
    @Override
    public void close() {
        runtimeApi.close();
    }
}
