// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.telemetry.Courier;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ways into the network of one environment, where the platform cannot connect to anything. {@code glowplug-init forward}
 * runs in there and offers connections; whoever takes one names a port in two bytes, and has then a connection to that
 * port of the environment's 127.0.0.1.
 *
 * <p>Anybody in the environment can offer one and would get what its own extensions asked for, and nothing else.
 */
final class Deliveries implements Courier {

    /** One is enough; a second one may come while the first is being closed. */
    private static final int MOST_OFFERED = 2;

    private static final long LIMIT_MILLIS = 2_000;

    private final BlockingQueue<DeliveryLink> offered = new ArrayBlockingQueue<>(MOST_OFFERED);

    /** Takes a connection over, whose handler this was so far. Called on its event loop. */
    void offer(ChannelHandlerContext context) {
        var link = new DeliveryLink(context.channel(), this::forgetClosed);
        context.pipeline().addLast(link);
        context.pipeline().remove(context.handler());
        if (!offered.offer(link)) {
            link.close();
        }
    }

    private void forgetClosed() {
        offered.removeIf(link -> !link.isOpen());
    }

    @Override
    public @Nullable Link connect(int port) throws InterruptedException {
        DeliveryLink link = offered.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        if (link == null) {
            return null;
        }
        if (!link.write(new byte[] {(byte) (port >> 8), (byte) port})) {
            link.close();
            return null;
        }
        return link;
    }
}
