// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.WaitingChannel;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire to a process that runs one of our bootstraps. Everything happens on the calling thread: with a hand-off to
 * another one an invocation would take about twice as long.
 */
public final class FramedChannel implements WaitingChannel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path socket;
    private final ServerSocketChannel listener;
    private volatile @Nullable SocketChannel connected;
    private volatile boolean closed;
    private volatile @Nullable FrameConnection frames;
    private volatile byte @Nullable [] load;
    private int turn;

    private FramedChannel(Path socket, ServerSocketChannel listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /**
     * Listens on a new socket that only this user may connect to; in a sandbox, whoever this user is mapped to.
     *
     * @throws IOException among other things when the path exists or is longer than a socket's may be (107 bytes)
     */
    public static FramedChannel open(Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket), 1);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            listener.close();
            throw failed;
        }
        return new FramedChannel(socket, listener);
    }

    /** The process connects when it is able to load a function. */
    @Override
    public void awaitConnection() throws IOException {
        accept();
    }

    @Override
    public void load(FunctionFacts function, Map<String, String> variables) {
        load = JSON.writeValueAsBytes(Map.of("environment", variables));
    }

    @Override
    public Init awaitInit() {
        byte[] order = load;
        if (order == null) {
            throw new IllegalStateException("there is nothing to load");
        }
        try {
            FrameConnection connection = frames;
            if (connection == null) {
                connection = accept();
            }
            connection.send(FrameType.LOAD, 0, order);
            Frame frame = connection.receive();
            return switch (frame.type()) {
                case READY -> new Init.Ready();
                case INIT_ERROR ->
                    ErrorDocument.sentByProcess(frame.body(), "Runtime.Unknown").asInit();
                case INVOKE, RESPONSE, ERROR, LOAD, RESPONSE_START, RESPONSE_CHUNK, RESPONSE_END ->
                    throw unexpected(frame);
            };
        } catch (ProtocolViolationException violation) {
            close();
            return violated(violation).asInit();
        } catch (AnswerTooLargeException tooLarge) {
            close();
            return ErrorDocument.answerTooLarge().asInit();
        } catch (IOException gone) {
            close();
            return new Init.Gone();
        }
    }

    /** Takes the one connection there is and stops listening, so that nobody else gets in. */
    private FrameConnection accept() throws IOException {
        SocketChannel accepted = listener.accept();
        connected = accepted;
        stopListening();
        if (closed) {
            accepted.close();
        }
        FrameConnection connection = new FrameConnection(accepted);
        frames = connection;
        return connection;
    }

    @Override
    public Reply invoke(Handover handover) {
        FrameConnection connection = frames;
        if (closed) {
            return new Reply.NotTaken();
        }
        if (connection == null) {
            throw new IllegalStateException("the process has not reported ready");
        }
        try {
            byte[] header = InvokeHeader.encode(handover);
            byte[] headerLength =
                    ByteBuffer.allocate(Integer.BYTES).putInt(header.length).array();
            turn++;
            if (!sent(connection, header, headerLength, handover)) {
                return new Reply.NotTaken();
            }
            return reply(connection, connection.receive());
        } catch (ProtocolViolationException violation) {
            close();
            return violated(violation).asReply();
        } catch (AnswerTooLargeException tooLarge) {
            close();
            return ErrorDocument.answerTooLarge().asReply();
        } catch (SocketException unread) {
            // The kernel resets a unix socket, instead of ending it, when its reader goes away with bytes left unread.
            close();
            return new Reply.NotTaken();
        } catch (IOException gone) {
            close();
            return new Reply.Gone();
        }
    }

    /** An event that could not be written to its end cannot have been taken. */
    private boolean sent(FrameConnection connection, byte[] header, byte[] headerLength, Handover handover)
            throws ProtocolViolationException {
        try {
            connection.send(
                    FrameType.INVOKE,
                    turn,
                    headerLength,
                    header,
                    handover.payload().bytes());
            return true;
        } catch (ProtocolViolationException violation) {
            throw violation;
        } catch (IOException broken) {
            close();
            return false;
        }
    }

    private Reply reply(FrameConnection connection, Frame frame) throws ProtocolViolationException {
        checkTurn(frame);
        return switch (frame.type()) {
            case RESPONSE -> new Reply.Answered(Payload.wrap(frame.body()));
            case ERROR ->
                ErrorDocument.sentByProcess(frame.body(), "Function.Unknown").asReply();
            case RESPONSE_START ->
                new Reply.Streaming(StartHeader.contentTypeOf(frame.body()), new FramedPieces(connection, turn, this));
            case INVOKE, READY, INIT_ERROR, LOAD, RESPONSE_CHUNK, RESPONSE_END -> throw unexpected(frame);
        };
    }

    private void checkTurn(Frame frame) throws ProtocolViolationException {
        if (frame.turn() != turn) {
            throw new ProtocolViolationException("reply to turn %d in turn %d".formatted(frame.turn(), turn));
        }
    }

    static ProtocolViolationException unexpected(Frame frame) {
        return new ProtocolViolationException("unexpected frame " + frame.type());
    }

    static ErrorDocument violated(ProtocolViolationException violation) {
        return ErrorDocument.of(
                "Runtime.ProtocolViolation",
                "The process broke the protocol with the platform: " + violation.getMessage());
    }

    /** Once connected, the end of the connection says it all. */
    @Override
    public void processEnded() {
        if (connected != null || closed) {
            return;
        }
        // Queues up behind the process, should it have connected; otherwise this is what accept gets, ended already.
        try (SocketChannel lastVisitor = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            lastVisitor.configureBlocking(false);
            lastVisitor.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException notListening) {
            // Then nobody waits for a connection either.
        }
    }

    @Override
    public void close() {
        closed = true;
        stopListening();
        SocketChannel channel = connected;
        if (channel != null) {
            closeQuietly(channel);
        }
    }

    private void stopListening() {
        closeQuietly(listener);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException left) {
            // A socket file nobody listens on does no harm, and its directory goes with the environment.
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException closing) {
            // There is no data left to lose on a channel that is given up.
        }
    }
}
