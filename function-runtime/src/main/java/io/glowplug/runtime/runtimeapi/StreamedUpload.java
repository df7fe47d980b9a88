// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Pieces;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A streamed answer on its way from the event loop, which must not wait, to the caller's thread, which does. While more
 * than a little is waiting, nothing is read from the process.
 */
final class StreamedUpload implements Pieces {

    private static final int MOST_WAITING_BYTES = 256 * 1024;

    private final Consumer<Boolean> reading;
    private final Queue<Piece> pieces = new ArrayDeque<>();
    private long received;
    private int waitingBytes;
    private boolean paused;
    private boolean ended;

    /** Takes what switches reading from the process on and off; called from either side's thread. */
    StreamedUpload(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    // ---- the event loop ----

    /** Returns false once the answer is larger than it may be; what is beyond that is not kept. */
    synchronized boolean append(ByteBuf content) {
        received += content.readableBytes();
        if (received > Payload.MAX_STREAM_BYTES) {
            return false;
        }
        while (!ended && content.isReadable()) {
            byte[] bytes = new byte[Math.min(content.readableBytes(), RuntimeChannel.MAX_PIECE_BYTES)];
            content.readBytes(bytes);
            waitingBytes += bytes.length;
            pieces.add(new Piece.Bytes(bytes));
        }
        if (waitingBytes > MOST_WAITING_BYTES && !paused && !ended) {
            paused = true;
            reading.accept(false);
        }
        notifyAll();
        return true;
    }

    /** Says how the answer ended; only the first word counts. */
    synchronized void end(Piece last) {
        if (!ended) {
            ended = true;
            pieces.add(last);
            notifyAll();
        }
    }

    // ---- the caller's thread ----

    @Override
    public synchronized Piece next() {
        while (true) {
            Piece piece = pieces.poll();
            if (piece instanceof Piece.Bytes(byte[] bytes)) {
                waitingBytes -= bytes.length;
            }
            if (paused && waitingBytes <= MOST_WAITING_BYTES / 2) {
                paused = false;
                reading.accept(true);
            }
            if (piece != null) {
                return piece;
            }
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return new Piece.Gone();
            }
        }
    }
}
