// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import io.glowplug.runtime.channel.RuntimeChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Sends and receives frames on one connection, on the thread of the caller. Both ways go through one direct buffer: the
 * two sides speak in turn, and large heap buffers given to a channel would leave direct memory of their size behind.
 */
final class FrameConnection {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BYTES_BEFORE_LENGTH_COUNTS = Integer.BYTES;
    private static final int TYPE_AND_TURN_BYTES = 1 + Integer.BYTES;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    FrameConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Sends a frame whose body is the given parts one after another. A small one is a single write. */
    void send(FrameType type, int turn, byte[]... parts) throws IOException {
        if (buffer.hasRemaining()) {
            throw new ProtocolViolationException("unasked bytes after the last frame");
        }
        int length = TYPE_AND_TURN_BYTES;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        buffer.clear().putInt(length).put(type.code).putInt(turn);
        for (byte[] part : parts) {
            append(part);
        }
        drain();
        buffer.limit(0);
    }

    private void append(byte[] part) throws IOException {
        int written = 0;
        while (written < part.length) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int chunk = Math.min(buffer.remaining(), part.length - written);
            buffer.put(part, written, chunk);
            written += chunk;
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Waits for a whole frame. */
    Frame receive() throws IOException {
        while (buffer.remaining() < BYTES_BEFORE_LENGTH_COUNTS + TYPE_AND_TURN_BYTES) {
            buffer.compact();
            readSome();
        }
        long length = Integer.toUnsignedLong(buffer.getInt());
        FrameType type = FrameType.ofCode(buffer.get());
        int turn = buffer.getInt();
        if (length < TYPE_AND_TURN_BYTES) {
            throw new ProtocolViolationException("frame of impossible length " + length);
        }
        refuseTooLarge(type, length - TYPE_AND_TURN_BYTES);
        byte[] body = new byte[(int) length - TYPE_AND_TURN_BYTES];
        int filled = 0;
        while (filled < body.length) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                readSome();
            }
            int chunk = Math.min(buffer.remaining(), body.length - filled);
            buffer.get(body, filled, chunk);
            filled += chunk;
        }
        return new Frame(type, turn, body);
    }

    private static void refuseTooLarge(FrameType type, long length) throws IOException {
        switch (type) {
            case RESPONSE_CHUNK -> {
                if (length > RuntimeChannel.MAX_PIECE_BYTES) {
                    throw new ProtocolViolationException("chunk of " + length + " bytes");
                }
            }
            case INVOKE, READY, RESPONSE, ERROR, INIT_ERROR, LOAD, RESPONSE_START, RESPONSE_END -> {
                if (length > RuntimeChannel.MAX_ANSWER_BYTES) {
                    throw new AnswerTooLargeException();
                }
            }
        }
    }

    /** Reads behind the buffer's position and leaves it ready to be taken from. */
    private void readSome() throws IOException {
        int read = channel.read(buffer);
        buffer.flip();
        if (read < 0) {
            throw new EOFException();
        }
    }
}
