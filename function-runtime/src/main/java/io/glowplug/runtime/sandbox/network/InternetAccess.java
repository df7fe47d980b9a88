// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import io.glowplug.runtime.ReservedAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This node's way to the internet, for all environments that have one. */
public final class InternetAccess implements AutoCloseable {

    /** Name resolution blocks its thread in the C library; so it gets few threads of its own, and a short queue. */
    private static final int RESOLVERS = 8;

    private static final int WAITING_NAMES = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Over all environments; each connection takes 32 KiB of the platform's memory. */
    private static final int MAX_CONNECTIONS = 2_048;

    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private final ThreadPoolExecutor resolvers = new ThreadPoolExecutor(
            RESOLVERS,
            RESOLVERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_NAMES),
            Thread.ofPlatform().daemon().name("function-names-", 0).factory());

    public InternetAccess() {
        resolvers.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens the gateway of one environment.
     *
     * @param socket path to listen on
     * @param allow destinations as in {@link io.glowplug.registry.NetworkAccess}
     */
    public InternetGateway open(Path socket, List<String> allow, NetworkWatch watch) throws IOException {
        return InternetGateway.open(
                socket, new DestinationPolicy(allow, ReservedAddresses::isOfThisHost), this::resolve, watch, room);
    }

    /** Asks whom the host asks, and waits for the answer on the calling thread. */
    private List<InetAddress> resolve(String name) throws IOException {
        Callable<List<InetAddress>> look = () -> List.of(InetAddress.getAllByName(name));
        try {
            return resolvers.submit(look).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof UnknownHostException unknown ? unknown : new IOException(failed);
        } catch (TimeoutException | RejectedExecutionException late) {
            throw new IOException("no answer in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        resolvers.shutdownNow();
    }
}
