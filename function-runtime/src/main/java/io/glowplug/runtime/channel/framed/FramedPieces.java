// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Pieces;
import java.io.IOException;

/** The chunks of one turn, each read from the socket when it is asked for. */
final class FramedPieces implements Pieces {

    private final FrameConnection connection;
    private final int turn;
    private final FramedChannel channel;
    private long received;

    FramedPieces(FrameConnection connection, int turn, FramedChannel channel) {
        this.connection = connection;
        this.turn = turn;
        this.channel = channel;
    }

    @Override
    public Piece next() {
        try {
            Frame frame = connection.receive();
            if (frame.turn() != turn) {
                throw new ProtocolViolationException("chunk of turn %d in turn %d".formatted(frame.turn(), turn));
            }
            return switch (frame.type()) {
                case RESPONSE_CHUNK -> chunk(frame.body());
                case RESPONSE_END -> new Piece.End();
                case ERROR ->
                    ErrorDocument.sentByProcess(frame.body(), "Function.Unknown")
                            .asPiece();
                case INVOKE, READY, RESPONSE, INIT_ERROR, LOAD, RESPONSE_START -> throw FramedChannel.unexpected(frame);
            };
        } catch (ProtocolViolationException violation) {
            channel.close();
            return FramedChannel.violated(violation).asPiece();
        } catch (AnswerTooLargeException tooLarge) {
            channel.close();
            return ErrorDocument.answerTooLarge().asPiece();
        } catch (IOException gone) {
            channel.close();
            return new Piece.Gone();
        }
    }

    private Piece chunk(byte[] bytes) {
        received += bytes.length;
        if (received > Payload.MAX_STREAM_BYTES) {
            channel.close();
            return ErrorDocument.streamTooLarge().asPiece();
        }
        return new Piece.Bytes(bytes);
    }
}
