// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.telemetry.Courier;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a program of the environment's. Of what that says only the very beginning is kept. One thread uses it,
 * the event loop serves it.
 */
final class DeliveryLink extends ChannelInboundHandlerAdapter implements Courier.Link {

    private static final long LIMIT_MILLIS = 2_000;
    private static final long END_LIMIT_MILLIS = 200;
    private static final int MOST_OPENING = 32;

    private final Channel channel;
    private final StringBuilder opening = new StringBuilder(MOST_OPENING);
    private final @Nullable Runnable whenClosed;
    private boolean closed;

    DeliveryLink(Channel channel, @Nullable Runnable whenClosed) {
        this.channel = channel;
        this.whenClosed = whenClosed;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    // ---- the event loop ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                keep(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private synchronized void keep(ByteBuf bytes) {
        int wanted = Math.min(MOST_OPENING - opening.length(), bytes.readableBytes());
        opening.append(bytes.toString(bytes.readerIndex(), wanted, StandardCharsets.ISO_8859_1));
        notifyAll();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (whenClosed != null) {
            whenClosed.run();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive sees it
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    // ---- the thread of a subscription ----

    @Override
    public boolean write(byte[] bytes) throws InterruptedException {
        ChannelFuture written = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        return written.await(LIMIT_MILLIS) && written.isSuccess();
    }

    @Override
    public synchronized String opening(int characters) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        for (long left = LIMIT_MILLIS; left > 0 && !closed && opening.length() < characters; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
        return opening.substring(0, Math.min(characters, opening.length()));
    }

    @Override
    public synchronized void awaitEnd() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_LIMIT_MILLIS);
        for (long left = END_LIMIT_MILLIS; left > 0 && !closed; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the descriptor
    @Override
    public void close() {
        channel.close();
    }
}
